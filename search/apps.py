"""The search app: the search page over every kind of content."""

from django.apps import AppConfig, apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from modelsearch.index import Indexed
        from taggit.models import ItemBase

        from core.words import Words
        from music.models import SampleText
        from search.signal_handlers import index_owner_of_tag, index_owner_of_text, index_owner_of_words

        def owner_is_indexed(model: type[Model]) -> bool:
            return any(
                field.name == "parent" and field.related_model and issubclass(field.related_model, Indexed)
                for field in model._meta.fields
            )

        for signal in (post_save, post_delete):
            signal.connect(index_owner_of_text, sender=SampleText)
        for model in apps.get_models():
            if issubclass(model, ItemBase):
                for signal in (post_save, post_delete):
                    signal.connect(index_owner_of_tag, sender=model)
            elif issubclass(model, Words) and owner_is_indexed(model):
                for signal in (post_save, post_delete):
                    signal.connect(index_owner_of_words, sender=model)
