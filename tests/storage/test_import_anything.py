"""Whatever stands in a file: it is read, or refused in words, and every row is good, known or wrong."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.importers import SheetError, preview, read_list
from storage.importers.listed import Listed
from storage.people.directory import Person
from tests.storage.years import T1, Company

HEADERS = {
    "subscribers": ["Subscriber Name", "Email", "Subscription Level", "Assigned", "Activated", "Expiration Date (UTC)"],
    "licences": ["Type", "Product", "Quantity", "Label", "Key", "Activations", "Left", "Seats", "Program year", "Date"],
    "people": ["id", "name", "email"],
}
COMPANY = Company()
cells = st.one_of(
    st.sampled_from(
        ["", "Ana", "ana@contoso.example", "Visual Studio Professional", "Windows", "Office 365 E3", "paula"]
    ),
    st.sampled_from(
        ["2024-02-21", "1/2/2024", "2/2/2024", "31.12.2024", "9999-12-31", "yes", "no", "key", "token", "K1"]
    ),
    st.sampled_from(
        ["0", "1", "2", "-1", "1,000", "1e9", "99999999", "3V66T", "VK7JG-NPHTM-C97JM-9MPGT-3V66T", "²", "٣"]
    ),
    st.text(max_size=12),
)


def told_apart(listed: Listed) -> None:
    with COMPANY.log.ledger(T1) as ledger:
        shown = preview(listed, ledger, COMPANY.ctx, [Person("paula", "Paula", "paula@contoso.example")])
    told = [one.line for one in (*shown.good, *shown.known, *shown.wrong)]
    assert len(told) == len(set(told))
    nobody = [line.number for line in listed.lines if not (line["name"] or line["email"]) and not line.fault]
    missing = {line.number for line in listed.lines} - set(told)
    assert missing <= set(nobody), "only a subscription that nobody has is passed over"
    assert all(one.reason for one in shown.wrong)
    assert "NPHTM" not in repr(shown)


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(sorted(HEADERS)), rows=st.lists(st.lists(cells, min_size=1, max_size=11), max_size=8))
def test_rows_of_anything_are_good_known_or_wrong(kind: str, rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([HEADERS[kind], *rows])
    try:
        listed = read_list("list.csv", buffer.getvalue().encode("utf-8", "surrogatepass"))
    except SheetError:
        return
    told_apart(listed)


@settings(max_examples=150, deadline=None)
@given(raw=st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail)))
def test_bytes_of_anything_are_read_or_refused_in_words(raw: bytes) -> None:
    for file in (raw, b"Email,Subscription Level,Assigned\n" + raw):
        try:
            listed = read_list("list.csv", file)
        except SheetError as error:
            assert str(error)
        else:
            told_apart(listed)
