package org.vibrissa.hubble.internal.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.hubble.internal.view.Origin;
import org.vibrissa.hubble.proto.flow.Workload;

/** Who is at an end of a flow. */
final class PartyTests {
    private PartyTests() {}

    static void identities(List<Integer> wanted, End end, List<FlowTest> tests) {
        Numbers numbers = Numbers.of(wanted);
        if (numbers.isEmpty()) {
            return;
        }
        // By the name and not by the event: who has no number in it, is found by address.
        tests.add(flow -> numbers.contains(end.party(flow).identity()));
    }

    static void clusters(List<String> wanted, End end, Origin origin, List<FlowTest> tests)
            throws FilterRejected {
        for (String name : wanted) {
            if (name.isEmpty()) {
                throw new FilterRejected(end.field("cluster_name"), name, "is empty");
            }
        }
        if (!wanted.isEmpty()) {
            Set<String> names = Set.copyOf(wanted);
            boolean here = names.contains(origin.cluster());
            add(end, party -> here && !party.name().isEmpty(), tests);
        }
    }

    static void pods(List<String> wanted, End end, List<FlowTest> tests) throws FilterRejected {
        List<NamespacedName> names = new ArrayList<>();
        for (String text : wanted) {
            names.add(NamespacedName.parse(end.field("pod"), text));
        }
        if (!names.isEmpty()) {
            add(
                    end,
                    party ->
                            names.stream()
                                    .anyMatch(
                                            name -> name.matches(party.namespace(), party.name())),
                    tests);
        }
    }

    static void workloads(List<Workload> wanted, End end, List<FlowTest> tests) {
        if (wanted.isEmpty()) {
            return;
        }
        List<Workload> workloads = List.copyOf(wanted);
        add(
                end,
                party ->
                        !party.workload().isEmpty()
                                && workloads.stream().anyMatch(one -> is(party, one)),
                tests);
    }

    private static boolean is(FlowParty party, Workload wanted) {
        return (wanted.getName().isEmpty() || wanted.getName().equals(party.workload()))
                && (wanted.getKind().isEmpty() || wanted.getKind().equals(party.workloadKind()));
    }

    static void labels(List<String> wanted, End end, List<FlowTest> tests) throws FilterRejected {
        List<LabelSelector> selectors = new ArrayList<>();
        for (String text : wanted) {
            selectors.add(LabelSelector.parse(end.field("label"), text));
        }
        if (!selectors.isEmpty()) {
            add(
                    end,
                    party -> selectors.stream().anyMatch(selector -> selector.matches(party)),
                    tests);
        }
    }

    /** What is said of a party holds as long as its name does: it is remembered. */
    private static void add(End end, Predicate<FlowParty> test, List<FlowTest> tests) {
        PartyMemo memo = new PartyMemo(test);
        tests.add(flow -> memo.test(end.party(flow)));
    }
}
