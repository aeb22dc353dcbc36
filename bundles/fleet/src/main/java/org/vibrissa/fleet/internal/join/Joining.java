package org.vibrissa.fleet.internal.join;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoopGroup;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.internal.FleetRefused;
import org.vibrissa.fleet.internal.Surroundings;
import org.vibrissa.fleet.internal.member.MemberKind;
import org.vibrissa.fleet.internal.replica.StoreMirror;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.Certificates;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.trust.MemberName;
import org.vibrissa.fleet.internal.trust.Tls;
import org.vibrissa.fleet.internal.trust.Token;
import org.vibrissa.fleet.internal.wire.Answer;
import org.vibrissa.fleet.internal.wire.FleetClient;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.fleet.version.Stamp;
import org.vibrissa.state.ResourceKey;

/**
 * Makes this host a member. It is one when the identity file is there and is none before, so a join
 * that was cut off anywhere can be repeated: the key is kept, so that the issuing host knows it is
 * the same one.
 */
public final class Joining {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Surroundings here;
    private final EventLoopGroup loop;
    private final Steps steps;

    /** Where a join may be cut off; a test throws there. */
    public interface Steps {
        /** Nothing is cut off. */
        Steps ALL = step -> {};

        void reached(String step);
    }

    public Joining(Surroundings here, EventLoopGroup loop, Steps steps) {
        this.here = here;
        this.loop = loop;
        this.steps = steps;
    }

    /**
     * Joins.
     *
     * @param address where others reach this host, {@code host:port}
     * @return the name of the member that let this host in
     * @throws FleetRefused with the reason
     */
    public String join(Token token, String address) {
        here.store().trusted();
        steps.reached("begin");
        KeyPair keys = here.folder().pendingKey();
        steps.reached("key kept");
        JoinRequest request =
                new JoinRequest(
                        token.secret(),
                        here.name(),
                        address,
                        Authority.request(here.name(), keys),
                        here.clock().instant(),
                        NodeClaims.of(here.store(), here.name()));
        Reply reply = ask(token, request);
        steps.reached("answered");
        Identity identity = identity(reply, keys, address, token);
        HybridClock hybrid = new HybridClock(here.clock());
        Stamp.parse(reply.body().path("hlc").asText()).ifPresent(hybrid::observe);
        new StoreMirror(here.store(), here.folder(), here.name(), here.clock(), hybrid, e -> {})
                .stampAll(
                        Stamp.ZERO,
                        List.of(
                                ResourceKey.of(NodeClaims.KIND, here.name()),
                                ResourceKey.of(MemberKind.KIND, here.name())));
        steps.reached("signed");
        here.folder().join(identity);
        steps.reached("member");
        return reply.member().name();
    }

    /** What the issuing host said, and who it is. */
    private record Reply(JsonNode body, MemberName member, String endpoint) {}

    private Reply ask(Token token, JoinRequest request) {
        Tls tls = Tls.joiner(token.authorityHash());
        List<String> problems = new ArrayList<>();
        for (String endpoint : token.endpoints()) {
            try (FleetClient client =
                    new FleetClient(loop, () -> tls, here.limits(), endpoint, Optional.empty())) {
                Answer answer = client.call(JoinRequest.PATH, request.json(), TIMEOUT).get();
                return new Reply(
                        answer.body(), MemberName.of(answer.from().get(0)).orElseThrow(), endpoint);
            } catch (ExecutionException e) {
                problems.add(problem(endpoint, e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FleetRefused("the join was cut off", "Repeat it.", e);
            }
        }
        boolean expired = here.clock().instant().isAfter(token.expires());
        throw new FleetRefused(
                String.join("; ", problems),
                expired
                        ? "The token expired at " + token.expires() + ": make another one."
                        : "Check that the address is reached from here, then repeat.");
    }

    /** A refusal ends the join; a host that is not reached leaves the next endpoint to try. */
    private static String problem(String endpoint, Throwable cause) {
        if (cause instanceof FleetException failure) {
            if (failure.kind() == Kind.REFUSED || failure.kind() == Kind.NOT_JOINED) {
                throw new FleetRefused("refused: " + failure.getMessage(), "", cause);
            }
            return "cannot join at " + failure.getMessage();
        }
        return "cannot join at " + endpoint + ": no answer within " + TIMEOUT.toSeconds() + " s";
    }

    private Identity identity(Reply reply, KeyPair keys, String address, Token token) {
        X509Certificate certificate = Certificates.parse(reply.body().path("certificate").asText());
        X509Certificate authority = Certificates.parse(reply.body().path("authority").asText());
        MemberName name = new MemberName(reply.member().fleet(), here.name());
        boolean ours =
                KeyCodec.hex(Certificates.hash(authority)).equals(token.authorityHash())
                        && MemberName.of(certificate).equals(Optional.of(name))
                        && certificate.getPublicKey().equals(keys.getPublic());
        try {
            certificate.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new FleetRefused("the certificate is not signed by the fleet", "", e);
        }
        if (!ours) {
            throw new FleetRefused("the certificate is not the one that was asked for", "");
        }
        refuseWhenNotValid(certificate, reply);
        refuseWhenNotValid(authority, reply);
        SortedMap<String, String> seeds = new TreeMap<>();
        for (Map.Entry<String, JsonNode> seed : reply.body().path("members").properties()) {
            seeds.put(seed.getKey(), seed.getValue().asText());
        }
        seeds.remove(here.name());
        seeds.put(reply.member().name(), reply.endpoint());
        return new Identity(name, address, keys, certificate, authority, seeds);
    }

    private void refuseWhenNotValid(X509Certificate certificate, Reply reply) {
        Instant now = here.clock().instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            throw new FleetRefused(
                    "the fleet's certificates are not valid by this host's clock: it says "
                            + now
                            + ", "
                            + reply.member().name()
                            + " says "
                            + reply.body().path("clock").asText()
                            + "; they are valid from "
                            + from
                            + " to "
                            + until,
                    "Set the clock, then repeat.");
        }
    }
}
