"""The kinds of removed lines in groups, each of which has a colour."""

from __future__ import annotations

from copydesk.page import Kind

GROUPS: dict[str, tuple[Kind, ...]] = {
    "rights": (
        Kind.COPYRIGHT_NOTICE,
        Kind.REUSE_TERMS,
        Kind.OPEN_LICENCE,
        Kind.LICENCE_NUMBER,
        Kind.REPORT_HOTLINE,
        Kind.PUBLISHER_IMPRINT,
        Kind.AGE_MARK,
    ),
    "navigation": (
        Kind.NAV_LINKS,
        Kind.SECTION_NAV,
        Kind.FRIEND_LINKS,
        Kind.BREADCRUMB,
        Kind.SKIP_LINK,
        Kind.PAGINATION,
        Kind.LOGIN_PROMPT,
        Kind.PAGE_FURNITURE,
        Kind.PRINT_TOOLS,
        Kind.MEDIA_UI,
        Kind.SITE_SLOGAN,
        Kind.VIEW_COUNT,
        Kind.SEPARATOR,
    ),
    "prompts": (
        Kind.SHARE_PROMPT,
        Kind.FOLLOW_PROMPT,
        Kind.APP_PROMPT,
        Kind.NEWSLETTER_PROMPT,
        Kind.SUBSCRIPTION_WALL,
        Kind.DONATION_PROMPT,
        Kind.COOKIE_NOTICE,
        Kind.REACTION_WIDGET,
        Kind.CORRECTION_PROMPT,
        Kind.TIP_PROMPT,
        Kind.AD_MARKER,
        Kind.SPONSORED_BLOCK,
    ),
    "articles": (
        Kind.RELATED_HEADING,
        Kind.INLINE_RELATED,
        Kind.RELATED_ITEM,
        Kind.TAGS_LINE,
        Kind.LIVE_TICKER,
    ),
    "comments": (Kind.COMMENT_BOX, Kind.COMMENT_ITEM),
    "credits": (
        Kind.BYLINE,
        Kind.SOURCE_LINE,
        Kind.PUB_TIME,
        Kind.EDITOR_SIGNOFF,
        Kind.AUTHOR_BIO,
        Kind.PHOTO_CREDIT,
    ),
    "provenance": (
        Kind.SYNDICATION_NOTICE,
        Kind.REPORTING_CREDIT,
        Kind.DISCLAIMER,
        Kind.AFFILIATE_DISCLOSURE,
        Kind.TRANSLATION_NOTICE,
        Kind.SUBMISSION_NOTICE,
    ),
}
"""As `copydesk.page.Kind` has them; a new kind belongs into one of them."""

GROUP_OF: dict[str, str] = {kind.value: group for group, kinds in GROUPS.items() for kind in kinds}
