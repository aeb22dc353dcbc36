package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Column;
import org.vibrissa.state.ResourceKind;

/** The kind that says who is in the fleet. Every member writes its own. */
@Component(service = {ResourceKind.class, MemberKind.class})
public final class MemberKind implements ResourceKind<MemberRecord> {
    public static final String API_VERSION = "vibrissa.org/v1";
    public static final String KIND = "FleetMember";

    @Override
    public String apiVersion() {
        return API_VERSION;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String plural() {
        return "fleetmembers";
    }

    @Override
    public List<String> shortNames() {
        return List.of("member", "members");
    }

    @Override
    public boolean managed() {
        return true;
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public MemberRecord decode(JsonNode spec) {
        return MemberRecord.decode(spec);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column("ADDRESS", member -> member.spec().path("address").asText()),
                new Column("EXPIRES", member -> member.spec().path("expires").asText()),
                new Column(
                        "CA", member -> member.spec().path("authority").asBoolean() ? "yes" : ""));
    }
}
