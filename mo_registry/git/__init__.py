"""The git program, behind one small interface. Without git, everything else works."""

from mo_registry.git.changing import commit, merged
from mo_registry.git.commits import Commit, earliest, fork_point, last_before, resolved
from mo_registry.git.contents import LINK, REPOSITORY, Content, File, content, contents, tree
from mo_registry.git.differences import changed_files, has_news, knows, staged_files, staged_otherwise
from mo_registry.git.histories import Touch, touches
from mo_registry.git.repositories import hooks_folder, is_known, is_shallow, own_folder, repository, top_level

__all__ = [
    "LINK",
    "REPOSITORY",
    "Commit",
    "Content",
    "File",
    "Touch",
    "changed_files",
    "commit",
    "content",
    "contents",
    "earliest",
    "fork_point",
    "has_news",
    "hooks_folder",
    "is_known",
    "is_shallow",
    "knows",
    "last_before",
    "merged",
    "own_folder",
    "repository",
    "resolved",
    "staged_files",
    "staged_otherwise",
    "top_level",
    "touches",
    "tree",
]
