package org.vibrissa.control.internal.rest;

import java.util.Optional;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.RestError;
import org.vibrissa.state.InvalidDocuments;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.StateException;
import org.vibrissa.state.StoreReadOnly;
import org.vibrissa.state.StoreUnreadable;
import org.vibrissa.state.StoreWriteFailed;
import org.vibrissa.swap.BundleFailure;
import org.vibrissa.swap.SwapFailed;

/** The errors of the API families as answers for REST and as failures of commands. */
public final class Failures {
    private Failures() {}

    /** Empty for what is no known failure, that is, for defects. */
    public static Optional<RestError> rest(Throwable cause) {
        if (cause instanceof RestError error) {
            return Optional.of(error);
        }
        if (cause instanceof CommandFailed failed) {
            int status = failed.exitCode() == CommandFailed.NOT_READY ? 503 : 400;
            String code = failed.exitCode() == CommandFailed.NOT_READY ? "not_ready" : "failed";
            return Optional.of(
                    new RestError(status, code, failed.getMessage(), "", failed.nextStep()));
        }
        if (cause instanceof InvalidDocuments invalid) {
            String field = invalid.problems().isEmpty() ? "" : invalid.problems().get(0).path();
            return Optional.of(RestError.invalid(invalid.getMessage(), field));
        }
        if (cause instanceof InvalidResource invalid) {
            return Optional.of(RestError.invalid(invalid.getMessage(), invalid.path()));
        }
        if (cause instanceof StoreUnreadable) {
            return Optional.of(
                    new RestError(
                            503, "unreadable", cause.getMessage(), "", "vibrissa state recover"));
        }
        if (cause instanceof StoreReadOnly) {
            return Optional.of(new RestError(503, "read_only", cause.getMessage()));
        }
        if (cause instanceof StoreWriteFailed) {
            return Optional.of(new RestError(507, "write_failed", cause.getMessage()));
        }
        if (cause instanceof StateException) {
            return Optional.of(new RestError(409, "state", cause.getMessage()));
        }
        if (cause instanceof BundleFailure failure) {
            return Optional.of(
                    new RestError(409, "bundle", failure.getMessage(), "", failure.nextStep()));
        }
        if (cause instanceof SwapFailed failure) {
            String message = failure.phase() + ": " + failure.getMessage();
            return Optional.of(new RestError(409, "swap", message, "", failure.nextStep()));
        }
        return Optional.empty();
    }

    /** Empty for defects. */
    public static Optional<CommandFailed> command(Throwable cause) {
        if (cause instanceof CommandFailed failed) {
            return Optional.of(failed);
        }
        return rest(cause)
                .map(e -> CommandFailed.failed(e.getMessage(), e.nextStep()).causedBy(cause));
    }
}
