package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.hubble.internal.expression.FlowExpression;
import org.vibrissa.hubble.internal.message.EventUuid;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** Makes one test of one filter: of its fields all must match, and of a field's values one. */
final class FilterCompiler {
    private final Origin origin;
    private final EventUuid uuids;
    private final ExpressionTests expressions;

    FilterCompiler(FilterScope scope) {
        origin = scope.origin();
        uuids = scope.uuids();
        expressions = new ExpressionTests(scope);
    }

    /** The expressions of all filters so far. */
    List<FlowExpression> expressions() {
        return expressions.compiled();
    }

    /** Cheap tests come first: names are looked up late, and a message is made last of all. */
    FlowTest compile(FlowFilter filter) throws FilterRejected {
        Layer7Tests.check(filter);
        List<FlowTest> tests = new ArrayList<>();
        JudgementTests.add(filter, tests);
        PacketTests.add(filter, uuids, tests);
        AddressTests.add(filter, tests);
        NodeTests.add(filter, origin, tests);
        Layer7Tests.add(filter, tests);
        PartyTests.identities(filter.getSourceIdentityList(), End.SOURCE, tests);
        PartyTests.identities(filter.getDestinationIdentityList(), End.DESTINATION, tests);
        PartyTests.clusters(filter.getSourceClusterNameList(), End.SOURCE, origin, tests);
        PartyTests.clusters(filter.getDestinationClusterNameList(), End.DESTINATION, origin, tests);
        PartyTests.pods(filter.getSourcePodList(), End.SOURCE, tests);
        PartyTests.pods(filter.getDestinationPodList(), End.DESTINATION, tests);
        PartyTests.workloads(filter.getSourceWorkloadList(), End.SOURCE, tests);
        PartyTests.workloads(filter.getDestinationWorkloadList(), End.DESTINATION, tests);
        PartyTests.labels(filter.getSourceLabelList(), End.SOURCE, tests);
        PartyTests.labels(filter.getDestinationLabelList(), End.DESTINATION, tests);
        expressions.add(filter, tests);
        return FlowTest.all(tests);
    }
}
