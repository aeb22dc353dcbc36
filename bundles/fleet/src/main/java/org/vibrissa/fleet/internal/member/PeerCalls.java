package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.internal.wire.Answer;

/** Calls of other members, waited for. Thread safe. */
final class PeerCalls {
    private final Peers peers;
    private final Clock clock;

    PeerCalls(Peers peers, Clock clock) {
        this.peers = peers;
        this.clock = clock;
    }

    /** As {@link org.vibrissa.fleet.Fleet#call}. */
    JsonNode call(String member, String path, JsonNode body, Duration timeout)
            throws FleetException {
        PeerState peer =
                peers.get(member)
                        .orElseThrow(
                                () ->
                                        new FleetException(
                                                Kind.NOT_JOINED,
                                                member + " is no other member of the fleet"));
        return call(member, peer, path, body, timeout);
    }

    JsonNode call(String name, PeerState peer, String path, JsonNode body, Duration timeout)
            throws FleetException {
        CompletableFuture<Answer> answer = peer.client().call(path, body, timeout);
        try {
            JsonNode result = answer.get().body();
            peer.seen(clock.instant());
            return result;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FleetException failure) {
                throw new FleetException(
                        failure.kind(), name + ": " + failure.getMessage(), failure);
            }
            Kind kind = e.getCause() instanceof TimeoutException ? Kind.TIMEOUT : Kind.UNREACHABLE;
            String why =
                    kind == Kind.TIMEOUT
                            ? "no answer to " + path + " within " + timeout.toMillis() + " ms"
                            : String.valueOf(e.getCause());
            throw new FleetException(kind, name + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException(Kind.UNREACHABLE, "interrupted while calling " + name, e);
        }
    }
}
