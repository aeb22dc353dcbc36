package org.vibrissa.policy.internal.document;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.vibrissa.policy.internal.rule.Protocol;

/** Checks what a rule says of the inside of connections. The proxy bundle will read it again. */
final class L7Reader {
    private static final Pattern DNS_NAME = Pattern.compile("[-a-zA-Z0-9_.]{1,255}");
    private static final Pattern DNS_PATTERN = Pattern.compile("[-a-zA-Z0-9_.*]{1,255}");
    private static final int LARGEST_PRIORITY = 100;

    private final boolean ingress;
    private final boolean ofNodes;

    /**
     * @param ingress whether it is of an ingress rule
     * @param ofNodes whether the policy is for hosts
     */
    L7Reader(boolean ingress, boolean ofNodes) {
        this.ingress = ingress;
        this.ofNodes = ofNodes;
    }

    /**
     * Checks all but {@code ports} of one entry of toPorts.
     *
     * @return whether there is anything that a proxy must do
     */
    boolean read(Cursor entry, List<PortReader.Ports> ports) {
        boolean terminates = tls(entry, "terminatingTLS");
        boolean originates = tls(entry, "originatingTLS");
        boolean names = serverNames(entry);
        boolean listens = listener(entry);
        Optional<Cursor> rules = entry.object("rules", Part.L7);
        boolean inspects = rules.map(r -> rules(r, ports)).orElse(false);
        Problems problems = entry.problems();
        if (listens && inspects) {
            problems.add(entry.path("listener"), "cannot be combined with rules");
        }
        if (names && inspects && !terminates) {
            problems.add(entry.path("serverNames"), "needs terminatingTLS when there are rules");
        }
        boolean any = terminates || originates || names || listens || inspects;
        if (any && ofNodes) {
            problems.add(entry.path(), "a policy for hosts cannot look inside connections");
        }
        return any;
    }

    private boolean tls(Cursor entry, String field) {
        Optional<Cursor> tls = entry.object(field, Part.TLS);
        tls.ifPresent(
                cursor -> {
                    secret(cursor, true);
                    cursor.text("trustedCA");
                    cursor.text("certificate");
                    cursor.text("privateKey");
                    cursor.end();
                });
        return tls.isPresent();
    }

    private static void secret(Cursor owner, boolean required) {
        Optional<Cursor> secret = owner.object("secret", Part.SECRET);
        if (required && secret.isEmpty()) {
            owner.problems().add(owner.path("secret"), "is required");
        }
        secret.ifPresent(
                cursor -> {
                    cursor.text("namespace");
                    cursor.requiredText("name");
                    cursor.end();
                });
    }

    private boolean serverNames(Cursor entry) {
        List<Cursor.Text> names = entry.texts("serverNames").orElse(List.of());
        for (Cursor.Text name : names) {
            matches(entry.problems(), name.path(), name.value(), DNS_PATTERN);
        }
        return !names.isEmpty();
    }

    private boolean listener(Cursor entry) {
        Optional<Cursor> listener = entry.object("listener", Part.LISTENER);
        listener.ifPresent(
                cursor -> {
                    cursor.object("envoyConfig", Part.ENVOY_CONFIG)
                            .ifPresent(
                                    config -> {
                                        config.text("kind");
                                        config.requiredText("name");
                                        config.end();
                                    });
                    cursor.requiredText("name");
                    cursor.integer("priority", 0, LARGEST_PRIORITY);
                    cursor.end();
                    if (ingress) {
                        cursor.problems().add(cursor.path(), "is for egress only");
                    }
                });
        return listener.isPresent();
    }

    private boolean rules(Cursor rules, List<PortReader.Ports> ports) {
        Optional<List<Cursor>> http = rules.objects("http", Part.HTTP);
        Optional<List<Cursor>> dns = rules.objects("dns", Part.DNS);
        rules.end();
        http.orElse(List.of()).forEach(this::http);
        dns.orElse(List.of()).forEach(L7Reader::name);
        Problems problems = rules.problems();
        if (http.isPresent() && dns.isPresent()) {
            problems.add(rules.path(), "only one of http, dns is possible in one entry");
        }
        if (dns.isPresent()) {
            if (ingress) {
                problems.add(rules.path("dns"), "is for egress only");
            }
            if (ports.isEmpty() || ports.stream().anyMatch(PortReader.Ports::range)) {
                problems.add(rules.path("dns"), "needs single ports, such as 53");
            }
        }
        boolean tcpOnly = ports.stream().allMatch(p -> p.protocols().equals(List.of(Protocol.TCP)));
        if (http.isPresent() && !tcpOnly) {
            problems.add(rules.path("http"), "needs ports with protocol TCP");
        }
        boolean any = http.isPresent() || dns.isPresent();
        if (any && ports.stream().anyMatch(PortReader.Ports::every)) {
            problems.add(rules.path(), "cannot be combined with port 0");
        }
        return any;
    }

    private void http(Cursor request) {
        for (String field : List.of("path", "method", "host")) {
            request.text(field)
                    .ifPresent(text -> regex(request.problems(), request.path(field), text));
        }
        request.texts("headers");
        for (Cursor match : request.objects("headerMatches", Part.HEADER_MATCH).orElse(List.of())) {
            match.choice("mismatch", List.of("LOG", "ADD", "DELETE", "REPLACE"));
            match.requiredText("name");
            secret(match, false);
            match.text("value");
            match.end();
        }
        request.end();
    }

    /** One of toFQDNs or of DNS rules. */
    static void name(Cursor cursor) {
        Optional<String> name = cursor.text("matchName").filter(text -> !text.isEmpty());
        Optional<String> pattern = cursor.text("matchPattern").filter(text -> !text.isEmpty());
        cursor.end();
        if (name.isPresent() == pattern.isPresent()) {
            cursor.problems().add(cursor.path(), "needs exactly one of matchName, matchPattern");
        }
        name.ifPresent(
                text -> matches(cursor.problems(), cursor.path("matchName"), text, DNS_NAME));
        pattern.ifPresent(
                text -> matches(cursor.problems(), cursor.path("matchPattern"), text, DNS_PATTERN));
    }

    private static void matches(Problems problems, String at, String text, Pattern pattern) {
        if (!pattern.matcher(text).matches()) {
            String star = pattern == DNS_PATTERN ? ", *" : "";
            problems.add(
                    at, "is no DNS name: \"" + text + "\"; use letters, digits, -, _, ." + star);
        }
    }

    private static void regex(Problems problems, String at, String text) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            problems.add(at, "is no regular expression: " + e.getDescription());
        }
    }
}
