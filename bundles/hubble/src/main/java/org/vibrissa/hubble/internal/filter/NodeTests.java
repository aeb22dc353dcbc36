package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** The node that tells the flow: the same for all of them. */
final class NodeTests {
    private NodeTests() {}

    static void add(FlowFilter filter, Origin origin, List<FlowTest> tests) throws FilterRejected {
        if (filter.getNodeNameCount() > 0) {
            boolean matches = false;
            for (String pattern : filter.getNodeNameList()) {
                matches |= matches(pattern, origin);
            }
            boolean always = matches;
            tests.add(flow -> always);
        }
        if (filter.getNodeLabelsCount() > 0) {
            List<LabelSelector> selectors = new ArrayList<>();
            for (String text : filter.getNodeLabelsList()) {
                selectors.add(LabelSelector.parse("node_labels", text));
            }
            tests.add(new OfNode(selectors));
        }
    }

    private static boolean matches(String pattern, Origin origin) throws FilterRejected {
        String[] parts = pattern.split("/", -1);
        if (parts.length > 2) {
            throw new FilterRejected(
                    "node_name", pattern, "wanted is NODE, CLUSTER/NODE, CLUSTER/ or /NODE");
        }
        String cluster = parts.length == 2 ? parts[0] : "";
        String node = parts[parts.length - 1];
        if (parts.length == 1 && node.isEmpty()) {
            throw new FilterRejected("node_name", pattern, "is empty");
        }
        return matches(pattern, cluster, origin.cluster()) && matches(pattern, node, origin.node());
    }

    private static boolean matches(String whole, String part, String name) throws FilterRejected {
        return part.isEmpty()
                || NamePattern.compile("node_name", whole, part).matcher(name).matches();
    }

    /** Looks at labels again only when they are others. */
    private static final class OfNode implements FlowTest {
        private final List<LabelSelector> selectors;
        private List<String> seen;
        private boolean matches;

        OfNode(List<LabelSelector> selectors) {
            this.selectors = selectors;
        }

        @Override
        public boolean matches(FlowView flow) {
            List<String> labels = flow.names().nodeLabels();
            if (!labels.equals(seen)) {
                FlowParty node = new FlowParty(0, labels, 0, "", "", "", "", "");
                matches = selectors.stream().anyMatch(selector -> selector.matches(node));
                seen = labels;
            }
            return matches;
        }
    }
}
