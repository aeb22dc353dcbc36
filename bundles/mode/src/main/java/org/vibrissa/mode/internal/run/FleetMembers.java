package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.vibrissa.fleet.Fleet;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.Member;

/** The fleet's members; this host is asked without a wire. */
final class FleetMembers implements Members {
    private final Fleet fleet;
    private final Own own;

    /** What this host answers. */
    interface Own {
        JsonNode answer(String caller, String path, JsonNode body) throws FleetException;
    }

    FleetMembers(Fleet fleet, Own own) {
        this.fleet = fleet;
        this.own = own;
    }

    @Override
    public String self() {
        return fleet.self();
    }

    @Override
    public boolean joined() {
        return fleet.joined();
    }

    @Override
    public List<String> others() {
        return fleet.members().stream()
                .map(Member::name)
                .filter(name -> !name.equals(fleet.self()))
                .toList();
    }

    @Override
    public JsonNode call(String member, String path, JsonNode body, Duration timeout)
            throws FleetException {
        return member.equals(self())
                ? own.answer(member, path, body)
                : fleet.call(member, path, body, timeout);
    }
}
