"""The block that sends a run's messages by mail."""

from __future__ import annotations

from typing import Literal

from prefect.blocks.notifications import AbstractAppriseNotificationBlock
from pydantic import Field, HttpUrl, SecretStr

PORTS = {"ssl": 465, "starttls": 587, "none": 25}
"""The usual port by how the connection is protected."""
MAIL_ADDRESS = r"^[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}$"


class Mail(AbstractAppriseNotificationBlock):
    """Sends messages by mail, through any mail server that speaks SMTP (by Apprise).

    Attributes:
        host: the mail server that takes mail from you.
        port: where it listens; the usual one where none is given.
        security: how the connection is protected.
        user: name at the mail server, where it wants one.
        password: the password, shown nowhere.
        sender: the address that mail comes from.
        recipients: the addresses that it goes to.

    Example:
        Save a mail block, try it, and name it in a run's parameter `notify` as `mail/main`:
        ```python
        from blocks import Mail

        mail = Mail(
            host="smtp.example.com",
            user="yoake@example.com",
            password="...",
            sender="yoake@example.com",
            recipients=["you@example.com"],
        )
        mail.notify("It works.", "Yoake")
        mail.save("main")
        ```
    """

    _block_type_name = "Yoake mail"
    _block_type_slug = "mail"
    _description = "A mail server and the people whom Yoake writes to."
    _documentation_url = HttpUrl("https://github.com/caronc/apprise/wiki/Notify_email")

    notify_type: Literal["info", "success", "warning", "failure"] = Field(
        default="info", description="What kind of message it is; decides its colour."
    )
    host: str = Field(pattern=r"^[A-Za-z0-9._:-]{1,253}$", description="The mail server that takes mail from you.")
    port: int | None = Field(
        default=None, ge=1, le=65535, description="Where it listens; empty: 465 for ssl, 587 for starttls, 25 for none."
    )
    security: Literal["ssl", "starttls", "none"] = Field(
        default="starttls", description="How the connection is protected; none only on a machine or a net of your own."
    )
    user: str | None = Field(default=None, description="Name at the mail server, where it wants one.")
    password: SecretStr | None = Field(default=None, description="Password at the mail server; shown nowhere.")
    sender: str = Field(pattern=MAIL_ADDRESS, description="The address that mail comes from.")
    recipients: list[str] = Field(min_length=1, max_length=50, description="The addresses that it goes to.")

    def block_initialization(self) -> None:
        """Makes the client. Called by Prefect."""
        from apprise import Apprise
        from apprise.plugins.email import NotifyEmail

        mail = NotifyEmail(
            smtp_host=self.host,
            host=self.host,
            port=self.port or PORTS[self.security],
            secure_mode={"none": "insecure"}.get(self.security, self.security),
            user=self.user,
            password=self.password.get_secret_value() if self.password is not None else None,
            from_addr=self.sender,
            targets=list(self.recipients),
            format="text",
        )
        self._apprise_client = Apprise()
        self._apprise_client.add(mail)
