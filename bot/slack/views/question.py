"""A question typed in a modal. Pure."""

from typing import Final

from bot.slack.views.message import Block, plain, small

QUESTION: Final = "question"
"""The callback id of the modal, and the block in which the question is typed."""

_LONGEST: Final = 3_000


def question_view() -> Block:
    """The modal in which somebody types a question."""
    example = "can we demo Dynamics at a client's?"
    typed = {
        "type": "plain_text_input",
        "action_id": "value",
        "multiline": True,
        "max_length": _LONGEST,
        "placeholder": plain(example, 150),
    }
    return {
        "type": "modal",
        "callback_id": QUESTION,
        "title": plain("Ask a question", 24),
        "submit": plain("Ask", 24),
        "close": plain("Cancel", 24),
        "blocks": [
            {"type": "input", "block_id": QUESTION, "label": plain("In your own words", 150), "element": typed},
            small("What you see in the answer is shown to you alone."),
        ],
    }
