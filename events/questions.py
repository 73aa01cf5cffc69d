"""What an editor may ask of guests: the blocks, and the fields of the form that come of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, ListBlock, StreamBlock, StructBlock, StructValue

from core.words import Wording, language_choices

SHORT, LONG = 200, 2000
MOST_QUESTIONS, MOST_CHOICES = 12, 12


class TranslationBlock(StructBlock):
    language = ChoiceBlock(choices=language_choices, label=gettext_lazy("language"))
    text = CharBlock(max_length=SHORT, label=gettext_lazy("text"))

    class Meta:
        label = gettext_lazy("translation")


class WordedValue(StructValue):
    """A text in the mission's main language, with its translations."""

    def worded(self, language: str, main: str) -> Wording:
        texts = {entry["language"]: entry["text"] for entry in self["translations"]}
        if language in texts and language != main:
            return Wording(texts[language], "")
        return Wording(self["text"], "" if language == main else main)


class WordedBlock(StructBlock):
    """Base of texts that guests read in their language."""

    text = CharBlock(
        max_length=SHORT, label=gettext_lazy("text"), help_text=gettext_lazy("As guests read it, in the main language.")
    )
    translations = ListBlock(
        TranslationBlock(),
        default=[],
        label=gettext_lazy("in other languages"),
        help_text=gettext_lazy("Guests who read in a language that is missing here see the text above."),
    )

    class Meta:
        value_class = WordedValue


class QuestionBlock(WordedBlock):
    required = BooleanBlock(
        required=False,
        label=gettext_lazy("must be answered"),
        help_text=gettext_lazy("Without an answer the reply is not taken."),
    )


class ChoiceQuestionBlock(QuestionBlock):
    choices = ListBlock(WordedBlock(label=gettext_lazy("answer")), min_num=2, max_num=MOST_CHOICES)


class QuestionsBlock(StreamBlock):
    """The questions in their order; each is known by the id of its block, whatever its text becomes."""

    short = QuestionBlock(label=gettext_lazy("Short text"), icon="pilcrow")
    long = QuestionBlock(label=gettext_lazy("Long text"), icon="doc-full")
    yes = QuestionBlock(label=gettext_lazy("Yes or no"), icon="check")
    choice = ChoiceQuestionBlock(label=gettext_lazy("One of several"), icon="list-ul")

    class Meta:
        max_num = MOST_QUESTIONS
        required = False


@dataclass(frozen=True)
class Question:
    """A question as the guest reads it and as the guest list calls it. ``options``: id, text read, text kept."""

    key: str
    kind: str
    wording: Wording
    label: str
    required: bool
    options: tuple[tuple[str, Wording, str], ...] = ()

    @property
    def field_name(self) -> str:
        return f"question-{self.key}"

    def kept(self, value: Any) -> str:
        """What is kept of an answer: "yes" or "no", else the words of the main language; "" for none."""
        if self.kind == "yes":
            return str(value) if value in {"yes", "no"} else ""
        if self.kind == "choice":
            return next((label for key, _wording, label in self.options if key == value), "")
        return str(value or "").strip()


def answer_kept(question: Question, value: Any) -> dict[str, str]:
    """The answer as it is kept, with what was asked; nothing for none. ``kind`` says that it is one of two words."""
    answer = question.kept(value)
    if not answer:
        return {}
    kind = {"kind": question.kind} if question.kind == "yes" else {}
    return {"question": question.label, "answer": answer, **kind}


def answer_words(kept: dict[str, str]) -> str:
    """An answer for who reads it, yes and no in the active language; "" for none."""
    answer = kept.get("answer", "")
    if kept.get("kind") != "yes":
        return answer
    return _("yes") if answer == "yes" else _("no")


def questions_of(stream: Any, language: str, main: str) -> list[Question]:
    """The questions of an event for a guest who reads ``language``."""
    return [_question(block, language, main) for block in stream if block.id]


def _question(block: Any, language: str, main: str) -> Question:
    value = block.value
    options: tuple[tuple[str, Wording, str], ...] = ()
    if block.block_type == "choice":
        children = value["choices"].bound_blocks
        options = tuple((one.id, one.value.worded(language, main), one.value["text"]) for one in children)
    return Question(block.id, block.block_type, value.worded(language, main), value["text"], value["required"], options)


def field_for(question: Question) -> forms.Field:
    """The field of the form that asks the question."""
    hint = "" if question.required else _("May stay empty.")
    common: dict[str, Any] = {"label": question.wording.text, "required": question.required, "help_text": hint}
    missing = {"required": _("Please answer: %(question)s") % {"question": question.wording.text}}
    if question.kind in {"yes", "choice"}:
        choices = [(key, wording.text) for key, wording, _label in question.options]
        if question.kind == "yes":
            choices = [("yes", _("Yes")), ("no", _("No"))]
        wrong = {"invalid_choice": _("Choose one of the answers.")}
        return forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, error_messages={**missing, **wrong}, **common
        )
    if question.kind == "long":
        return forms.CharField(
            max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}), error_messages=missing, **common
        )
    return forms.CharField(max_length=SHORT, error_messages=missing, **common)
