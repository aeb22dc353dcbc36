package org.vibrissa.policy.internal.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.state.Metadata;

/** Turns a document into the policies it means. Pure. */
public final class Translator {
    /** {@code "true"}: the policy only says what it would do. */
    public static final String AUDIT = "policy.vibrissa.org/audit";

    static final String CNP = "CiliumNetworkPolicy";
    static final String CCNP = "CiliumClusterwideNetworkPolicy";
    static final String NP = "NetworkPolicy";
    static final String CIDR_GROUP = "CiliumCIDRGroup";

    /** Where the store keeps a list that stands beside spec. */
    private static final String SPECS = "specs";

    private static final String SPEC = "spec";

    private Translator() {}

    /**
     * What a document means.
     *
     * @param kind one of the three kinds of policies
     * @param metadata its namespace is {@code default} when empty and the kind has namespaces
     */
    public static Translation translate(
            String kind, Metadata metadata, JsonNode spec, Groups groups) {
        return translate(kind, metadata, spec, groups, lines(metadata));
    }

    static Translation translate(
            String kind, Metadata metadata, JsonNode spec, Groups groups, SourceLines lines) {
        Asked asked = new Asked(groups);
        Problems problems = new Problems();
        Set<String> missing = new TreeSet<>();
        CidrReader cidrs = new CidrReader(asked, missing);
        boolean audit = audit(metadata, problems);
        List<Policy> policies = new ArrayList<>();
        for (Piece piece : pieces(kind, spec, problems)) {
            PolicyName name =
                    new PolicyName(kind, namespace(kind, metadata), metadata.name(), piece.index());
            Context context = new Context(name, audit, lines, cidrs, problems);
            policies.add(
                    kind.equals(NP)
                            ? new KubernetesReader(context).read(piece.spec(), piece.path())
                            : new CiliumReader(context, kind.equals(CCNP))
                                    .read(piece.spec(), piece.path()));
        }
        return new Translation(
                policies,
                problems.errors(),
                problems.warnings(),
                asked.names,
                asked.byLabels,
                missing);
    }

    /** One spec of a document. */
    private record Piece(JsonNode spec, String path, int index) {}

    private static List<Piece> pieces(String kind, JsonNode spec, Problems problems) {
        if (kind.equals(NP) || !spec.isObject() || !spec.has(SPECS)) {
            return List.of(new Piece(spec, SPEC, -1));
        }
        List<Piece> parts = new ArrayList<>();
        ObjectNode alone = JsonNodeFactory.instance.objectNode();
        spec.properties()
                .forEach(
                        member -> {
                            if (!member.getKey().equals(SPECS)) {
                                alone.set(member.getKey(), member.getValue());
                            }
                        });
        if (!alone.isEmpty()) {
            parts.add(new Piece(alone, SPEC, -1));
        }
        JsonNode specs = spec.get(SPECS);
        if (!specs.isArray() || (specs.isEmpty() && parts.isEmpty())) {
            problems.add(SPECS, "must be a list with at least one policy");
        }
        int index = 0;
        for (JsonNode one : specs) {
            parts.add(new Piece(one, SPECS + "[" + index + "]", index));
            index++;
        }
        return parts;
    }

    private static String namespace(String kind, Metadata metadata) {
        if (kind.equals(CCNP)) {
            return "";
        }
        return metadata.namespace().isEmpty() ? "default" : metadata.namespace();
    }

    private static boolean audit(Metadata metadata, Problems problems) {
        String value = metadata.annotations().getOrDefault(AUDIT, "false");
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(
                    "metadata.annotations." + AUDIT,
                    "must be \"true\" or \"false\", not \"" + value + "\"");
        }
        return value.equals("true");
    }

    private static SourceLines lines(Metadata metadata) {
        return Optional.ofNullable(metadata.annotations().get(SourceLines.ANNOTATION))
                .map(SourceLines::read)
                .orElse(SourceLines.UNKNOWN);
    }

    /** Notes which groups a document asks for. */
    private static final class Asked implements Groups {
        private final Groups groups;
        private final Set<String> names = new TreeSet<>();
        private boolean byLabels;

        Asked(Groups groups) {
            this.groups = groups;
        }

        @Override
        public Optional<List<IpPrefix>> named(String name) {
            names.add(name);
            return groups.named(name);
        }

        @Override
        public Map<String, List<IpPrefix>> selected(Selector selector) {
            byLabels = true;
            return groups.selected(selector);
        }
    }
}
