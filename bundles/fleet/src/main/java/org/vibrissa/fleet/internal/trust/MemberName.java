package org.vibrissa.fleet.internal.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a certificate is for.
 *
 * @param fleet the fleet's id, 16 hex digits
 * @param name the node's name
 */
public record MemberName(String fleet, String name) {
    private static final int URI = 6;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SHAPE =
            Pattern.compile("vibrissa://fleet/([0-9a-f]{16})/node/(" + NAME.pattern() + ")");

    /** As written in the certificate. */
    public String uri() {
        return "vibrissa://fleet/" + fleet + "/node/" + name;
    }

    /** What Hubble's clients call a node of a cluster without a name. */
    static String serverName(String node) {
        return node + ".default.hubble-grpc.cilium.io";
    }

    /** Whether a node may be called so: 1..63 of {@code [a-z0-9-]}, no - at either end. */
    public static boolean allowed(String name) {
        return NAME.matcher(name).matches();
    }

    /** The member's name in a certificate; empty when there is none or more than one. */
    public static Optional<MemberName> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return Optional.empty();
            }
            List<String> uris =
                    names.stream()
                            .filter(each -> each.get(0).equals(URI))
                            .map(each -> each.get(1).toString())
                            .toList();
            return uris.size() == 1 ? parse(uris.get(0)) : Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Optional<MemberName> parse(String uri) {
        Matcher matcher = SHAPE.matcher(uri);
        return matcher.matches()
                ? Optional.of(new MemberName(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
