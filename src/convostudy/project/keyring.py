"""Keys of pseudonyms: on this machine alone, outside datasets and outside git.

Whoever has the key can find out which id is whose. Once it is destroyed nobody can, not even to
take out somebody who asks for it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import sys
from pathlib import Path

from convostudy.deidentify.pseudonyms import KEY_BYTES
from convostudy.errors import BadParameter, counted
from convostudy.project.paths import file_key, project_root, shown

__all__ = ["Key", "destroy_key", "key_file", "read_key", "wanted_key"]

_ID_LETTERS = 8


class Key(bytes):
    """32 secret bytes, which no print, log or traceback shows.

    Examples
    --------
    >>> key = Key(range(32))
    >>> f"{key} {key!r}", key.id
    ('<key aa8b359b> <key aa8b359b>', 'aa8b359b')
    """

    @property
    def id(self) -> str:
        """What tells keys apart, and tells nothing of them."""
        return hashlib.sha256(b"key-id" + bytes(self)).hexdigest()[:_ID_LETTERS]

    def __repr__(self) -> str:
        """Name the key without showing it."""
        return f"<key {self.id}>"

    __str__ = __repr__


def key_file(project: str | None = None) -> Path:
    """Return where the key of a project lies.

    Parameters
    ----------
    project : str, optional
        Its name; that of the project's folder when left out.

    Returns
    -------
    pathlib.Path
        In the folder for settings of this user: that of ``XDG_CONFIG_HOME`` where it is set,
        ``APPDATA`` on Windows, else ``~/.config``.
    """
    home = os.environ.get("XDG_CONFIG_HOME") or (
        os.environ.get("APPDATA") if sys.platform == "win32" else None
    )
    base = Path(home).expanduser() if home else Path.home() / ".config"
    return base / "convostudy" / "keys" / f"{file_key(project or project_root().name)}.key"


def wanted_key(project: str | None = None, *, out: Path | None = None) -> Key:
    """Return the key of a project; it is made when there is none.

    Parameters
    ----------
    project : str, optional
        Its name; that of the project's folder when left out.
    out : pathlib.Path, optional
        Folder in which the dataset is to lie.

    Returns
    -------
    Key

    Raises
    ------
    BadParameter
        The key would lie, or lies, where others get it: in ``out``, in a git work tree, or
        readable for other users of this machine.
    """
    file = key_file(project)
    _lies_apart(file, out)
    if not file.exists():
        _make(file)
    return read_key(project)


def read_key(project: str | None = None) -> Key:
    """Return the key of a project that has one.

    Parameters
    ----------
    project : str, optional
        Its name; that of the project's folder when left out.

    Returns
    -------
    Key

    Raises
    ------
    BadParameter
        There is none, it is no key, or others can read it.
    """
    file = key_file(project)
    _lies_apart(file, None)
    if not file.is_file():
        raise BadParameter(
            "no key",
            where=shown(file),
            expected="the key with which the ids of this project are made",
            do="It is made with the first dataset; once destroyed, no id can be made again",
        )
    rights = stat.S_IMODE(file.stat().st_mode)
    if os.name == "posix" and rights & 0o077:
        raise BadParameter(
            f"a key that other users may read or write (mode {rights:04o})",
            where=shown(file),
            expected="mode 0600",
            do="Find out who read it, then chmod 600; or destroy it and share anew",
        )
    content = file.read_bytes()
    if len(content) != KEY_BYTES:
        raise BadParameter(
            f"a key of {counted(len(content), 'byte')}",
            where=shown(file),
            expected=f"{KEY_BYTES} bytes",
            do="Put back the file as it was, or destroy the key and share anew",
        )
    return Key(content)


def destroy_key(project: str | None = None) -> Path:
    """Overwrite and delete the key of a project.

    Parameters
    ----------
    project : str, optional
        Its name; that of the project's folder when left out.

    Returns
    -------
    pathlib.Path
        Where it lay. Copies of it, such as backups, are not reached.
    """
    file = key_file(project)
    if not file.is_file():
        raise BadParameter(
            "no key",
            where=shown(file),
            expected="a key to destroy",
            do="Look at the name of the project; perhaps it is destroyed already",
        )
    with file.open("r+b") as open_file:
        open_file.write(bytes(file.stat().st_size))
        open_file.flush()
        os.fsync(open_file.fileno())
    file.unlink()
    return file


def _make(file: Path) -> None:
    """Write a new key, whole or not at all; if somebody else was faster, theirs stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    work = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    opened = os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as open_file:
            open_file.write(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(work, file)
        except FileExistsError:
            return
    finally:
        work.unlink()


def _lies_apart(file: Path, out: Path | None) -> None:
    """Refuse a key among what is passed on: links are followed first."""
    place = file.resolve()
    tree = next((folder for folder in place.parents if (folder / ".git").exists()), None)
    if tree is not None:
        raise BadParameter(
            "a key in a git work tree",
            where=shown(file),
            expected="a folder whose files are in no repository",
            do=f"Set XDG_CONFIG_HOME to a folder outside of {shown(tree)}",
        )
    if out is not None and place.is_relative_to(out.resolve()):
        raise BadParameter(
            "a key in the folder of the dataset",
            where=shown(file),
            expected="a folder that is not passed on",
            do="Set XDG_CONFIG_HOME to another folder, or give another --out",
        )
