package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.FleetHandler;
import org.vibrissa.fleet.internal.Surroundings;
import org.vibrissa.fleet.internal.join.Issuing;
import org.vibrissa.fleet.internal.replica.Exchange;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.Certificates;
import org.vibrissa.fleet.internal.trust.FleetFolder;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.wire.Call;
import org.vibrissa.fleet.internal.wire.CallServer;

/** Answers what other hosts ask: the fleet's own calls, then those of other bundles' handlers. */
final class MemberCalls implements CallServer {
    static final String JOIN = "join";
    static final String RENEW = "fleet/renew";
    static final String SEAT = "seat";
    static final String AUTHORITY = "fleet/authority";

    private final Surroundings here;
    private final Membership membership;
    private final Issuing issuing;
    private final Exchange exchange;

    MemberCalls(Surroundings here, Membership membership, Issuing issuing, Exchange exchange) {
        this.here = here;
        this.membership = membership;
        this.issuing = issuing;
        this.exchange = exchange;
    }

    @Override
    public JsonNode answer(Call call) throws FleetException {
        if (call.path().equals(JOIN)) {
            membership.requireLoaded();
            JsonNode answer = issuing.join(call.body());
            membership.hurry();
            return answer;
        }
        String caller = caller(call);
        membership.seen(caller);
        return switch (call.path()) {
            case Exchange.COMPARE -> compare(call.body());
            case Exchange.FETCH -> {
                membership.requireLoaded();
                yield exchange.fetched(call.body());
            }
            case Exchange.PUSH -> {
                membership.requireLoaded();
                yield exchange.pushed(call.body());
            }
            case RENEW -> issuing.renew(caller, call.body());
            case AUTHORITY -> takeAuthority(caller, call.body());
            default -> handle(call, caller);
        };
    }

    private String caller(Call call) throws FleetException {
        String caller =
                call.caller()
                        .orElseThrow(
                                () ->
                                        new FleetException(
                                                Kind.NOT_JOINED,
                                                "only members with a certificate are answered"));
        if (caller.equals(here.name())) {
            throw new FleetException(Kind.REFUSED, caller + " has called itself");
        }
        if (membership.removed(caller)) {
            throw new FleetException(Kind.NOT_JOINED, caller + " was removed from the fleet");
        }
        return caller;
    }

    private JsonNode compare(JsonNode body) throws FleetException {
        membership.requireLoaded();
        ObjectNode answer = (ObjectNode) exchange.compared(body);
        return answer.put("clock", here.clock().instant().toString());
    }

    /** Another member hands over the authority's key. */
    private JsonNode takeAuthority(String caller, JsonNode body) throws FleetException {
        FleetFolder folder = here.folder();
        Identity identity = membership.identity();
        Authority given =
                new Authority(
                        identity.member().fleet(),
                        KeyCodec.pair(body.path("key").asText()),
                        Certificates.parse(body.path("certificate").asText()));
        if (!given.certificate().equals(identity.authority())
                || !given.keys().getPublic().equals(given.certificate().getPublicKey())) {
            throw new FleetException(Kind.REFUSED, "this is not the key of this fleet's CA");
        }
        if (!folder.holdsAuthority()) {
            folder.keep(given, Math.max(2, body.path(SEAT).asInt()));
        }
        membership.publish();
        org.slf4j.LoggerFactory.getLogger(MemberCalls.class)
                .info("{} has given this host the fleet's CA key", caller);
        return JsonNodeFactory.instance.objectNode().put("taken", true);
    }

    private JsonNode handle(Call call, String caller) throws FleetException {
        for (FleetHandler handler : here.handlers().get()) {
            if (handler.path().equals(call.path())) {
                return handler.handle(caller, call.body());
            }
        }
        throw new FleetException(
                Kind.UNKNOWN_PATH, here.name() + " answers no calls of " + call.path());
    }
}
