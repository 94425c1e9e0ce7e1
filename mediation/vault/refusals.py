"""What the vault says when it does not do what was asked."""


class VaultRefuses(RuntimeError):  # noqa: N818 - named for what happens
    """The program may not start: the master key and the key store do not stand as they must."""


class Unreadable(RuntimeError):  # noqa: N818 - named for what happens
    """A sealed value does not open: wrong key, moved, cut or changed. There is no other way to read it."""


class KeyDestroyed(Unreadable):
    """The key was destroyed on purpose, and what it covered is gone for good, backups included."""


class SecretRefused(TypeError):  # noqa: N818 - named for what happens
    """A secret value was about to become text without anyone having decided so."""
