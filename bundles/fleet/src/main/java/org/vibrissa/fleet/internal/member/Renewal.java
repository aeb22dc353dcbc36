package org.vibrissa.fleet.internal.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.internal.Surroundings;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.Certificates;
import org.vibrissa.fleet.internal.trust.Identity;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.trust.MemberName;

/** Gets this host a new certificate when a third of the old one's life is left. */
final class Renewal {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Surroundings here;
    private final Roster roster;
    private final PeerCalls calls;

    Renewal(Surroundings here, Roster roster, PeerCalls calls) {
        this.here = here;
        this.roster = roster;
        this.calls = calls;
    }

    static boolean due(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return now.isAfter(until.minus(Duration.between(from, until).dividedBy(3)));
    }

    /** Asks whoever holds the authority's key, this host itself first; what came of it. */
    Optional<Identity> renewed(Identity now) {
        KeyPair keys = KeyCodec.generate();
        Optional<Authority> own = here.folder().authority();
        if (own.isPresent()) {
            X509Certificate next =
                    own.get()
                            .issue(
                                    here.name(),
                                    keys.getPublic(),
                                    here.lifetimes(),
                                    here.clock().instant());
            return Optional.of(now.renewed(keys, next));
        }
        JsonNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("request", Authority.request(here.name(), keys));
        for (Map.Entry<String, MemberRecord> member : roster.others().entrySet()) {
            if (member.getValue().authority()) {
                try {
                    JsonNode answer = calls.call(member.getKey(), MemberCalls.RENEW, body, TIMEOUT);
                    return Optional.of(checked(now, keys, answer.path("certificate").asText()));
                } catch (FleetException | IllegalArgumentException e) {
                    LOG.warn("{} did not renew this host's certificate", member.getKey(), e);
                }
            }
        }
        return Optional.empty();
    }

    private static Identity checked(Identity now, KeyPair keys, String text) {
        X509Certificate next = Certificates.parse(text);
        try {
            next.verify(now.authority().getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not signed by the fleet's CA", e);
        }
        if (!MemberName.of(next).equals(Optional.of(now.member()))
                || !next.getPublicKey().equals(keys.getPublic())) {
            throw new IllegalArgumentException("not the certificate that was asked for");
        }
        return now.renewed(keys, next);
    }
}
