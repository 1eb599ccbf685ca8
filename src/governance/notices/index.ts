export { noticeJobs, sendNotice, type ColleagueMail, type Notice, type SendMail } from "./send-notice";
