"""What states, steps and events are called on the screen."""

STEP_NAMES = {
    "first": "thông báo đầu kỳ",
    "reminder": "nhắc trước hạn",
    "due_today": "đến hạn",
    "ask_via": "hỏi nơi tổng hợp",
    "overdue": "quá hạn",
    "proposal": "đề xuất lãnh đạo",
    "ready": "đã đủ để tổng hợp",
    "blocked": "còn thiếu báo cáo",
    "urge": "dự thảo công văn đôn đốc",
    "brief": "báo cáo nhanh",
    "target_30": "còn 30 ngày",
    "target_15": "còn 15 ngày",
    "target_7": "còn 07 ngày",
    "ask_figures": "hỏi số liệu",
    "target_missed": "chưa đạt",
    "correction": "đính chính",
}
EVENT_NAMES = {
    "opened": "mở kỳ",
    "notice": "gửi",
    "filed": "đã nộp",
    "cancelled": "hủy thông báo",
    "late": "quá hạn",
    "missed": "bỏ qua bước",
    "closed": "kết thúc",
}
KIND_NAMES = {
    "duty": "nhiệm vụ",
    "report": "báo cáo",
    "target": "chỉ tiêu",
    "goal": "mục tiêu",
    "artefact": "tài liệu kèm theo",
}
NOTICE_STATE_NAMES = {
    "pending": "chờ gửi",
    "held": "chờ duyệt",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "cancelled": "đã hủy",
}
OBLIGATION_STATE_NAMES = {
    "open": "đang chờ",
    "submitted": "đã gửi",
    "returned": "trả lại",
    "accepted": "đã nhận",
    "withdrawn": "đã rút",
    "historic": "trước khi dùng hệ thống",
    "suspended": "tạm dừng",
}
POST_NAMES = {
    "chair": "Chủ tịch",
    "vice-chair": "Phó Chủ tịch",
    "officer": "công chức, cán bộ phụ trách",
    "mailbox": "văn thư",
    "specialist": "chuyên viên",
    "office-head": "Chánh Văn phòng",
    "director": "Giám đốc",
    "leader": "lãnh đạo phụ trách",
}
