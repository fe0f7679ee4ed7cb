"""How a template is made of components: `{% component %}`, `{% fill %}` and the page's sheet of icons.

    {% component "task" number=1 %}
      <p>…</p>
      {% fill "actions" %}<button class="btn">…</button>{% endfill %}
    {% endcomponent %}

    {% component "stat" label=label value=value / %}

A component sees what it is given and nothing else: a `title` of the page never leaks into a card. Its body
arrives as `body`, each fill under its own name. The templates are `templates/components/<name>.html`; the
comment at the head of each lists what it takes.
"""

from typing import Any, cast

from django.template.base import FilterExpression, Node, NodeList, Parser, Template, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe

from quitus.web import icons

# What every component receives beside its own arguments: the page's symbols, the token of its forms, and the
# firm's business date, without which a day of another year would be shown without its year.
ALWAYS = ("_symbols", "csrf_token", "today")


class ComponentNode(Node):
    """Render `components/<name>.html` with the arguments, the body and the fills, isolated from the page."""

    child_nodelists = ("content",)

    def __init__(self, name: str, arguments: dict[str, FilterExpression], content: NodeList) -> None:
        self.name = name
        self.arguments = arguments
        self.content = content
        self.fills = [node for node in content if isinstance(node, FillNode)]
        self.body = NodeList(node for node in content if not isinstance(node, FillNode))

    def render(self, context: Context) -> SafeString:
        values: dict[str, Any] = {name: value.resolve(context) for name, value in self.arguments.items()}
        values["body"] = _trimmed(self.body, context)
        for part in self.fills:
            values[part.name] = _trimmed(part.content, context)
        return render_isolated(context, f"components/{self.name}.html", values)


class FillNode(Node):
    """A named part of a component's content; outside a component it would be lost, hence refused."""

    child_nodelists = ("content",)

    def __init__(self, name: str, content: NodeList) -> None:
        self.name = name
        self.content = content

    def render(self, context: Context) -> SafeString:
        raise TemplateSyntaxError(f'{{% fill "{self.name}" %}} stands directly inside {{% component %}}.')


class SpriteNode(Node):
    """A whole page: its content, preceded by the symbols that it turned out to use."""

    child_nodelists = ("content",)

    def __init__(self, content: NodeList) -> None:
        self.content = content

    def render(self, context: Context) -> SafeString:
        used: set[str] = set()
        with context.push(_symbols=used):
            page = self.content.render(context)
        return mark_safe(icons.sprite(used) + page)  # noqa: S308 - both are rendered templates


def component(parser: Parser, token: Token) -> ComponentNode:
    """`{% component "name" argument=value … %}…{% endcomponent %}`, or closed at once with ` / %}`."""
    tag, *bits = token.split_contents()
    closed = bits[-1:] == ["/"]
    name, *rest = bits[:-1] if closed else bits
    arguments = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"{tag}: arguments are written name=value, not {rest[0]!r}.")
    content = NodeList()
    if not closed:
        content = parser.parse(("endcomponent",))
        parser.delete_first_token()
    return ComponentNode(_quoted(tag, name), arguments, content)


def fill(parser: Parser, token: Token) -> FillNode:
    """`{% fill "name" %}…{% endfill %}`, directly inside a component."""
    tag, name = token.split_contents()
    content = parser.parse(("endfill",))
    parser.delete_first_token()
    return FillNode(_quoted(tag, name), content)


def sprite(parser: Parser, token: Token) -> SpriteNode:
    """`{% sprite %}…{% endsprite %}` around a page's body."""
    content = parser.parse(("endsprite",))
    parser.delete_first_token()
    return SpriteNode(content)


def render_isolated(context: Context, template: str, values: dict[str, Any]) -> SafeString:
    """A template that sees `values` alone, and what every component receives."""
    always = {name: context[name] for name in ALWAYS if name in context}
    # A context is bound to its template whenever a node renders.
    engine = cast(Template, context.template).engine
    return engine.get_template(template).render(context.new({**always, **values}))


def _trimmed(content: NodeList, context: Context) -> SafeString:
    return mark_safe(content.render(context).strip())  # noqa: S308 - a rendered template


def _quoted(tag: str, bit: str) -> str:
    if len(bit) > 2 and bit[0] == bit[-1] and bit[0] in "\"'":
        return bit[1:-1]
    raise TemplateSyntaxError(f"{tag}: its name is a quoted word, not {bit!r}.")
