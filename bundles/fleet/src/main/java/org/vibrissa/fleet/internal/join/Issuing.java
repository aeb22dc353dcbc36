package org.vibrissa.fleet.internal.join;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.FleetException.Kind;
import org.vibrissa.fleet.internal.FleetRefused;
import org.vibrissa.fleet.internal.Surroundings;
import org.vibrissa.fleet.internal.member.MemberRecord;
import org.vibrissa.fleet.internal.member.Roster;
import org.vibrissa.fleet.internal.trust.Authority;
import org.vibrissa.fleet.internal.trust.Certificates;
import org.vibrissa.fleet.internal.trust.KeyCodec;
import org.vibrissa.fleet.internal.trust.MemberName;
import org.vibrissa.fleet.internal.trust.Token;
import org.vibrissa.fleet.internal.trust.TokenBook;
import org.vibrissa.fleet.internal.wire.Endpoint;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.state.ApplyOptions;

/** Lets hosts in, on a member that holds the authority's key. One at a time. */
public final class Issuing {
    private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);
    private static final int SECRET_BYTES = 16;

    private final Surroundings here;
    private final Roster roster;
    private final HybridClock hybrid;

    public Issuing(Surroundings here, Roster roster, HybridClock hybrid) {
        this.here = here;
        this.roster = roster;
        this.hybrid = hybrid;
    }

    /** A new token whose endpoint is this host. */
    public synchronized Token token(String address, Duration life, int uses) {
        Authority authority =
                here.folder()
                        .authority()
                        .orElseThrow(
                                () ->
                                        new FleetRefused(
                                                "this host does not hold the fleet's CA key",
                                                holders()));
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        String secret = KeyCodec.hex(bytes);
        Instant now = here.clock().instant();
        Instant expires = Instant.ofEpochSecond(now.plus(life).getEpochSecond());
        TokenBook book = here.folder().tokens();
        book.add(secret, now, expires, uses);
        here.folder().keep(book);
        String hash = KeyCodec.hex(Certificates.hash(authority.certificate()));
        return new Token(List.of(address), hash, secret, expires);
    }

    private String holders() {
        List<String> holders =
                roster.others().entrySet().stream()
                        .filter(member -> member.getValue().authority())
                        .map(Map.Entry::getKey)
                        .toList();
        return holders.isEmpty()
                ? "Nobody holds it; see docs/fleet.md on the loss of the CA host."
                : "Make the token on " + String.join(" or ", holders) + ".";
    }

    /** All that are known. */
    public synchronized List<TokenBook.Entry> tokens() {
        return here.folder().tokens().list();
    }

    /** Whether it was there. */
    public synchronized boolean revoke(String id) {
        TokenBook book = here.folder().tokens();
        boolean there = book.revoke(id);
        if (there) {
            here.folder().keep(book);
        }
        return there;
    }

    /** Answers a host that wants to join. */
    public synchronized JsonNode join(JsonNode body) throws FleetException {
        JoinRequest request = JoinRequest.of(body);
        Authority authority = authority();
        Instant now = here.clock().instant();
        PublicKey key = Authority.requested(request.request());
        String fingerprint = KeyCodec.fingerprint(key);
        TokenBook book = here.folder().tokens();
        refuse(book.refusal(request.secret(), fingerprint, now));
        refuse(clockProblem(request, now));
        refuse(nameProblem(request, fingerprint));
        refuse(request.node().conflict(request.name(), here.store()));
        // The use is noted first: a crash after this costs nothing, as the same key may try again.
        book.used(request.secret(), fingerprint, request.name());
        here.folder().keep(book);
        X509Certificate certificate = authority.issue(request.name(), key, here.lifetimes(), now);
        MemberRecord record =
                new MemberRecord(
                        request.address(),
                        fingerprint,
                        certificate.getNotAfter().toInstant(),
                        false,
                        0,
                        false);
        here.store().apply(List.of(record.document(request.name())), ApplyOptions.DAEMON);
        LOG.info("{} at {} was let in", request.name(), request.address());
        return answer(authority, certificate, now);
    }

    private JsonNode answer(Authority authority, X509Certificate certificate, Instant now) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("fleet", authority.fleet());
        answer.put("certificate", Certificates.text(certificate));
        answer.put("authority", Certificates.text(authority.certificate()));
        answer.put("clock", now.toString());
        answer.put("hlc", hybrid.last().toString());
        ObjectNode members = answer.putObject("members");
        roster.addresses().forEach(members::put);
        return answer;
    }

    /** Answers a member that wants its certificate renewed. */
    public synchronized JsonNode renew(String caller, JsonNode body) throws FleetException {
        Authority authority = authority();
        PublicKey key = Authority.requested(body.path("request").asText());
        Instant now = here.clock().instant();
        X509Certificate certificate = authority.issue(caller, key, here.lifetimes(), now);
        LOG.info("the certificate of {} was renewed", caller);
        return JsonNodeFactory.instance
                .objectNode()
                .put("certificate", Certificates.text(certificate));
    }

    private Authority authority() throws FleetException {
        return here.folder()
                .authority()
                .orElseThrow(
                        () ->
                                new FleetException(
                                        Kind.REFUSED,
                                        here.name() + " does not hold the fleet's CA key"));
    }

    /** A certificate that is not valid by the new host's clock would be of no use to it. */
    private Optional<String> clockProblem(JoinRequest request, Instant now) {
        Instant from = now.minus(here.lifetimes().before());
        Instant until = now.plus(here.lifetimes().member());
        return request.clock().isBefore(from) || request.clock().isAfter(until)
                ? Optional.of(
                        "the clocks are too far apart: "
                                + request.name()
                                + " says "
                                + request.clock()
                                + ", "
                                + here.name()
                                + " says "
                                + now
                                + "; its certificate would be valid from "
                                + from
                                + " to "
                                + until)
                : Optional.empty();
    }

    private Optional<String> nameProblem(JoinRequest request, String fingerprint) {
        if (!MemberName.allowed(request.name())) {
            return Optional.of("\"" + request.name() + "\" is no name for a node");
        }
        Endpoint.parse(request.address());
        if (request.name().equals(here.name())) {
            return Optional.of("the name " + request.name() + " is taken by the issuing host");
        }
        Optional<MemberRecord> known =
                roster.get(request.name()).filter(record -> !record.removed());
        if (known.isPresent() && !known.get().key().equals(fingerprint)) {
            return Optional.of(
                    "the name "
                            + request.name()
                            + " is taken by another host, at "
                            + known.get().address()
                            + "; if that one is gone: vibrissa fleet remove "
                            + request.name());
        }
        return roster.addresses().entrySet().stream()
                .filter(other -> !other.getKey().equals(request.name()))
                .filter(other -> other.getValue().equals(request.address()))
                .findFirst()
                .map(other -> request.address() + " is taken by member " + other.getKey())
                .or(() -> ownAddress(request));
    }

    private Optional<String> ownAddress(JoinRequest request) {
        return roster.get(here.name())
                .filter(own -> own.address().equals(request.address()))
                .map(own -> request.address() + " is taken by member " + here.name());
    }

    private static void refuse(Optional<String> problem) throws FleetException {
        if (problem.isPresent()) {
            throw new FleetException(Kind.REFUSED, problem.get());
        }
    }
}
