package org.example.packetcount;

import org.example.packetcount.bpf.Kind;
import org.example.packetcount.bpf.Subject;
import org.vibrissa.control.CommandFailed;
import picocli.CommandLine.Option;

/** {@code --port N} or {@code --endpoint ID} on a command line. */
final class SubjectChoice {
    private static final int MOST = 65535;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Destination port of TCP, UDP or SCTP, 1..65535.")
    private Integer port;

    @Option(
            names = "--endpoint",
            paramLabel = "ID",
            description = "Endpoint by its id, 1..65535: all that it sends and receives.")
    private Integer endpoint;

    /** What was chosen; picocli lets exactly one through. */
    Subject subject() {
        return endpoint == null
                ? new Subject(Kind.Value.PORT, inRange("--port", port))
                : new Subject(Kind.Value.ENDPOINT, inRange("--endpoint", endpoint));
    }

    private static int inRange(String option, int value) {
        if (value < 1 || value > MOST) {
            throw CommandFailed.usage(option + " " + value + " is not in 1..65535", "");
        }
        return value;
    }

    /** As people read it. */
    static String text(Subject subject) {
        String kind = subject.kind() == Kind.Value.PORT ? "port " : "endpoint ";
        return kind + Integer.toUnsignedString(subject.value());
    }
}
