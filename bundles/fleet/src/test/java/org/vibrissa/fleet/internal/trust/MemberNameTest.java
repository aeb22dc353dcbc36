package org.vibrissa.fleet.internal.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names in a member's certificate. */
final class MemberNameTest {
    private static final int DNS = 2;

    @Test
    void namesTheMemberAndItsServerForHubblesClients() throws Exception {
        Instant now = Instant.now();
        Authority authority = Authority.create(Lifetimes.DEFAULT, now);
        X509Certificate certificate =
                authority.issue("hoth", KeyCodec.generate().getPublic(), Lifetimes.DEFAULT, now);
        assertEquals(
                Optional.of(new MemberName(authority.fleet(), "hoth")), MemberName.of(certificate));
        Set<Object> servers =
                certificate.getSubjectAlternativeNames().stream()
                        .filter(name -> name.get(0).equals(DNS))
                        .map(name -> name.get(1))
                        .collect(Collectors.toSet());
        assertEquals(Set.of("hoth.default.hubble-grpc.cilium.io"), servers);
    }

    @Test
    void anAuthorityIsNoMember() {
        Authority authority = Authority.create(Lifetimes.DEFAULT, Instant.now());
        assertEquals(Optional.empty(), MemberName.of(authority.certificate()));
    }
}
