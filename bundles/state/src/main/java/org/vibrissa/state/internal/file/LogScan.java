package org.vibrissa.state.internal.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.state.InvalidResource;

/**
 * What a log file holds.
 *
 * @param commits the intact ones from the beginning
 * @param end where the next record belongs: behind the last intact one and its mark
 * @param marked whether the last commit's mark is intact
 * @param torn how many bytes of an unfinished append follow
 * @param corruption why reading stopped where an append was finished once; null when it did not
 */
record LogScan(List<Commit> commits, int end, boolean marked, int torn, CorruptFile corruption) {
    static LogScan of(String path, byte[] file, long generation, long revision, Payload payloads)
            throws IOException {
        if (!Frame.isHeader(file, Frame.LOG, generation)) {
            CorruptFile corruption =
                    new CorruptFile(path, 0, "the header is not that of log " + generation);
            return new LogScan(List.of(), 0, true, 0, corruption);
        }
        List<Commit> commits = new ArrayList<>();
        int at = Frame.HEADER;
        boolean marked = true;
        CorruptFile corruption = null;
        while (at < file.length) {
            String problem = marked ? Frame.problem(file, at) : "a commit mark is damaged";
            if (!problem.isEmpty()) {
                int where = marked ? at : at - Frame.MARK;
                if (wasCommitted(file, where, generation)) {
                    corruption = new CorruptFile(path, where, problem);
                }
                break;
            }
            byte[] payload = Frame.payload(file, at);
            Commit commit;
            try {
                commit = payloads.commit(payload);
            } catch (InvalidResource e) {
                corruption = new CorruptFile(path, at, "a record is no commit: " + e.getMessage());
                break;
            }
            long expected = revision + commits.size() + 1;
            if (commit.revision() != expected) {
                corruption =
                        new CorruptFile(
                                path,
                                at,
                                "revision " + commit.revision() + " in place of " + expected);
                break;
            }
            commits.add(commit);
            int mark = at + Frame.RECORD + payload.length;
            marked = Frame.isMark(file, mark, generation);
            at = mark + Frame.MARK;
        }
        int torn = corruption == null ? Math.max(0, file.length - at) : 0;
        return new LogScan(List.copyOf(commits), at, marked, torn, corruption);
    }

    /** Whether anything from a position on was acknowledged: an intact mark follows. */
    private static boolean wasCommitted(byte[] file, int from, long generation) {
        for (int at = from; at + Frame.MARK <= file.length; at++) {
            if (Frame.isMark(file, at, generation)) {
                return true;
            }
        }
        return false;
    }
}
