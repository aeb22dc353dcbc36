package org.example.packetcount;

import java.util.Map;
import org.example.packetcount.bpf.Denial;
import org.example.packetcount.bpf.Subject;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.PutMode;
import org.vibrissa.control.CommandFailed;

/** What is dropped. */
final class Denials {
    static final String MAP = "packetcount_deny";
    static final int SCHEMA = 1;

    private final BpfMap<Subject, Denial> map;

    Denials(BpfLoader loader) {
        this.map =
                loader.pinned(MAP, SCHEMA, Subject.CODEC, Denial.CODEC)
                        .orElseThrow(
                                () ->
                                        CommandFailed.notReady(
                                                "map " + MAP + " is not loaded",
                                                "vibrissa bundle info org.example.packetcount"));
    }

    /** All rules with their counts. */
    Map<Subject, Denial> all() {
        return map.entries();
    }

    /** Drops packets of a subject from now on; a rule that is there stays as it is. */
    void deny(Subject subject, int reason) {
        map.put(subject, Denial.ZERO.withReason(reason), PutMode.NOEXIST);
    }

    /** Ends a denial; false when there was none. */
    boolean allow(Subject subject) {
        return map.delete(subject);
    }
}
