"""Links in an inbox that others may write into: what Daybook may read is not read for them."""

import os

import pytest

from extract.errors import PageError
from extract.pages.files import find_pages, read_page

STRANGER, OTHER = 65_534, 65_533
SECRET = b"<html><body><p>the words of a file that is for its owner alone</p></body></html>"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator may give files to others")


@pytest.fixture
def inbox(tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "secret.html").write_bytes(SECRET)
    return tmp_path / "inbox"


def link(inbox, owner, target="../private/secret.html", name="a.html"):
    (inbox / name).symlink_to(target)
    os.lchown(inbox / name, owner, owner)


def read(inbox):
    return [read_page(found)[1] for found in find_pages([inbox])]


@as_root
@pytest.mark.promise(11)
def test_a_strangers_link_to_a_file_that_is_not_theirs_is_refused(inbox):
    link(inbox, STRANGER)
    with pytest.raises(PageError, match="somebody's link"):
        read(inbox)


@as_root
def test_a_strangers_link_to_what_is_theirs_is_read_as_is_one_of_ours_to_anything(inbox):
    link(inbox, 0)
    assert read(inbox) == [SECRET]
    os.chown(inbox.parent / "private" / "secret.html", OTHER, OTHER)
    assert read(inbox) == [SECRET]
    os.lchown(inbox / "a.html", OTHER, OTHER)
    assert read(inbox) == [SECRET]
    os.lchown(inbox / "a.html", STRANGER, STRANGER)
    with pytest.raises(PageError, match="somebody's link"):
        read(inbox)


@as_root
def test_a_folder_that_a_stranger_exchanges_for_a_link_after_it_was_listed_is_refused(inbox):
    (inbox / "news").mkdir()
    (inbox / "news" / "secret.html").write_bytes(b"<p>a page</p>")
    (found,) = find_pages([inbox])
    (inbox / "news" / "secret.html").unlink()
    (inbox / "news").rmdir()
    link(inbox, STRANGER, "../private", "news")
    assert found.path.read_bytes() == SECRET
    with pytest.raises(PageError, match="somebody's link"):
        read_page(found)


def test_a_file_that_takes_a_links_place_while_it_is_opened_is_refused(inbox):
    from extract.pages.links import require_own

    (inbox / "a.html").write_bytes(b"<p>a page</p>")
    with (inbox.parent / "private" / "secret.html").open() as file, pytest.raises(PageError, match="exchanged"):
        require_own(inbox / "a.html", os.fstat(file.fileno()), "a.html")


def test_links_that_the_owner_of_the_inbox_put_there_are_read(inbox):
    (inbox / "a.html").symlink_to("../private/secret.html")
    assert read(inbox) == [SECRET]
