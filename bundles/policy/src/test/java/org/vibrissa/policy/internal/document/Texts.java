package org.vibrissa.policy.internal.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.state.Document;
import org.vibrissa.state.Metadata;
import org.vibrissa.state.internal.text.TextDocuments;

/** Documents of tests, made of text. */
final class Texts {
    /** Groups office and partner; partner has the label role=partner. */
    static final Groups GROUPS =
            new Groups() {
                @Override
                public Optional<List<IpPrefix>> named(String name) {
                    return name.equals("office")
                            ? Optional.of(List.of(IpPrefix.parse("203.0.113.0/24")))
                            : Optional.empty();
                }

                @Override
                public Map<String, List<IpPrefix>> selected(Selector selector) {
                    return selector.toString().equals("cidrgroup:role=partner")
                            ? Map.of("partner", List.of(IpPrefix.parse("2001:db8:5::/48")))
                            : Map.of();
                }
            };

    private Texts() {}

    static List<Document> documents(String source, String text) {
        return new TextDocuments().read(source, text.getBytes(StandardCharsets.UTF_8));
    }

    static Translation translate(Document document) {
        Map<String, String> annotations = new TreeMap<>(document.metadata().annotations());
        SourceLines.of(document).ifPresent(l -> annotations.put(SourceLines.ANNOTATION, l.text()));
        Metadata metadata =
                Metadata.of(
                        document.metadata().name(),
                        document.metadata().namespace(),
                        document.metadata().labels(),
                        annotations);
        return Translator.translate(document.kind(), metadata, document.spec(), GROUPS);
    }

    /** Of one document. */
    static Translation translate(String text) {
        return translate(documents("test.yaml", text).get(0));
    }

    /** A CiliumNetworkPolicy with this spec, in YAML flow style. */
    static Translation cnp(String spec) {
        return translate(
                "{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p}, spec: "
                        + spec
                        + "}");
    }

    /** One line for each policy, rule, problem and warning. */
    static List<String> lines(Translation translation) {
        List<String> lines = new ArrayList<>();
        translation
                .policies()
                .forEach(
                        policy -> {
                            lines.add(policy.name() + ": " + Meaning.of(policy));
                            if (!policy.labels().isEmpty() || !policy.log().isEmpty()) {
                                lines.add("  " + policy.labels() + " log " + policy.log());
                            }
                            policy.rules()
                                    .forEach(
                                            rule ->
                                                    lines.add(
                                                            "  "
                                                                    + rule.origin().path()
                                                                    + ":"
                                                                    + rule.origin().line()
                                                                    + " "
                                                                    + Meaning.of(rule)));
                        });
        translation.errors().forEach(problem -> lines.add("error " + problem));
        translation.warnings().forEach(problem -> lines.add("warning " + problem));
        if (!translation.missing().isEmpty()) {
            lines.add(translation.missing());
        }
        if (!translation.waiting().isEmpty()) {
            lines.add(translation.waiting());
        }
        return lines;
    }
}
