"""Files kept once by their content: invoices' PDFs, statements, proofs."""

from django.db import models

from quitus.apps.organisations.tenancy import TenantModel
from quitus.ports.clock import real_now


class StoredFile(TenantModel):
    """Bytes known by their SHA-256. Append only: the same content is the same row."""

    sha256 = models.BinaryField(max_length=32)
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    recorded_at = models.DateTimeField(default=real_now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="file_content_once"),
        ]

    def __str__(self) -> str:
        return bytes(self.sha256).hex()
