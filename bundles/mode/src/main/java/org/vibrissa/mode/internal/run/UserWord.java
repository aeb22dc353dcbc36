package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.record.SwapRecord;

/** What users say, on any host, to the change that is going on. Thread safe. */
final class UserWord {
    private static final Duration TELL = Duration.ofSeconds(5);

    private final Members members;
    private final Supplier<Optional<SwapRecord>> current;

    UserWord(Members members, Supplier<Optional<SwapRecord>> current) {
        this.members = members;
        this.current = current;
    }

    /**
     * Goes back from the change that is going on.
     *
     * @return what becomes of it, for people
     * @throws FleetException when it is confirmed already
     */
    String abort(String reason) throws FleetException {
        SwapRecord swap = going();
        if (swap.phase().backward()) {
            return "mode change " + swap.id() + " goes back already: " + swap.reason();
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", swap.id());
        body.put("reason", reason);
        try {
            members.call(swap.coordinator(), Calls.ABORT, body, TELL);
            return "mode change " + swap.id() + " goes back";
        } catch (FleetException e) {
            if (e.kind() == Kind.REFUSED) {
                throw e;
            }
            members.call(members.self(), Calls.ABORT, body, TELL);
            return "mode change %s goes back; its coordinator is silent: %s"
                    .formatted(swap.id(), e.getMessage());
        }
    }

    /**
     * Says that the new mode stays.
     *
     * @return what becomes of it, for people
     * @throws FleetException when nobody waits for that
     */
    String confirm() throws FleetException {
        SwapRecord swap = going();
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", swap.id());
        members.call(swap.coordinator(), Calls.CONFIRM, body, TELL);
        return "mode change " + swap.id() + " stays";
    }

    private SwapRecord going() {
        return current.get()
                .orElseThrow(
                        () ->
                                new Refused(
                                        "no mode is being changed",
                                        List.of(),
                                        "vibrissa mode history"));
    }
}
