package org.vibrissa.hubble.internal.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.vibrissa.control.CommandFailed;

/** What a server's refusal means to a user. */
public final class Failures {
    private Failures() {}

    /** A failed call as a failed command. */
    public static CommandFailed of(StatusRuntimeException problem, String server) {
        Status status = problem.getStatus();
        String said = status.getDescription() == null ? "" : status.getDescription();
        return switch (status.getCode()) {
            case INVALID_ARGUMENT ->
                    CommandFailed.usage(said, "vibrissa observe --help").causedBy(problem);
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                    CommandFailed.notReady(
                                    "server " + server + " cannot be reached: " + reason(status),
                                    "vibrissa status says how this host's own server does")
                            .causedBy(problem);
            default ->
                    CommandFailed.failed(
                                    "server " + server + ": " + (said.isEmpty() ? status : said),
                                    "")
                            .causedBy(problem);
        };
    }

    /** gRPC's own words say little; its cause says why. */
    private static String reason(Status status) {
        String said =
                status.getDescription() == null ? status.getCode().name() : status.getDescription();
        Throwable cause = status.getCause();
        return cause == null || cause.getMessage() == null
                ? said
                : said + ": " + cause.getMessage();
    }
}
