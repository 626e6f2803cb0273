"""Microsoft's products as the rules need them: cloud or not, key, activation, versions and their support."""

import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict

CATALOGUE: Final = Path(__file__).parent / "products.toml"


class Version(BaseModel):
    """A version of an on-premises product; its mainstream support ends on `mainstream_end`, where known."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    released: date
    mainstream_end: date | None = None


class Product(BaseModel):
    """A product. `needs_key` is None where the guide leaves it to Partner Center's Product Key column."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    name: str
    kind: Literal["on_premises", "cloud", "visual_studio"]
    needs_key: bool | None = None
    needs_activation: bool | None = None
    scs_scope: bool = False
    version: tuple[Version, ...] = ()

    def knows(self, version: str, as_of: date) -> bool:
        """Whether the catalogue has this version as one that was out on a day."""
        return any(one.name.lower() == version.lower() for one in self.version if one.released <= as_of)

    def covered(self, version: str, as_of: date) -> bool | None:
        """Whether product support takes this version on a day: current or the one before, in mainstream support.

        None where the catalogue does not know the version or its dates (section "Technical Support").
        """
        released = sorted((one for one in self.version if one.released <= as_of), key=lambda one: one.released)
        asked = next((one for one in released if one.name.lower() == version.lower()), None)
        if asked is None:
            return None
        if asked not in released[-2:]:
            return False
        return None if asked.mainstream_end is None else as_of <= asked.mainstream_end


class Catalogue(BaseModel):
    """All products."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    product: tuple[Product, ...]

    @classmethod
    def load(cls, path: Path = CATALOGUE) -> Self:
        return cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

    @cached_property
    def by_id(self) -> dict[str, Product]:
        return {product.id: product for product in self.product}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each product, by its id."""
        return {product.id: product.kind for product in self.product}
