"""The sheets that make papers a dossier: cover, index, what was done, what lies sealed, description, back."""

from mediation.documents.dossier_facts import BackCover, Cover, Description, Envelope, Excerpt, Index
from mediation.documents.paper import Paper
from mediation.documents.series import AGREEMENTS

DOSSIER = (
    Paper("F-00-COVER", "dossier_cover", "卷宗封面", Cover, "inside", ("PM-27", "AR-2"), AGREEMENTS),
    Paper("F-01-INDEX", "dossier_index", "卷内目录", Index, "inside", ("PM-27",)),
    Paper("F-DEEDS", "dossier_excerpt", "办理记录摘录", Excerpt, "inside", ("PM-27",)),
    Paper("F-SEALED", "dossier_envelope", "保密附件页", Envelope, "inside", ("DV-10-4",)),
    Paper("F-10-DESC", "dossier_description", "卷宗情况说明", Description, "inside", ("PM-27",)),
    Paper("F-11-BACK", "dossier_back", "卷宗封底", BackCover, "inside", ("PM-27",)),
)
