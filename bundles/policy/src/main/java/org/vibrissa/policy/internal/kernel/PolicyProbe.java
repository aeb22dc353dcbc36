package org.vibrissa.policy.internal.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.bpf.TestRunResult;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.policy.internal.bpf.PolicyQuery;
import org.vibrissa.policy.internal.rule.Direction;

/** Asks the kernel's own verdict function, many questions a test run. Thread safe. */
public final class PolicyProbe {
    static final String PROGRAM = "vib_policy_probe";

    private static final int HEADER = 16;
    private static final int MOST = 128;
    private static final int NOTED = 0x80;

    private final BpfProgram program;

    PolicyProbe(BpfProgram program) {
        this.program = program;
    }

    /**
     * One flow.
     *
     * @param endpoint whose policy, its number; counts when {@code set} is 0
     * @param set this set, in force or not
     * @param identity of the other end
     * @param direction of the flow's first packet, as the endpoint sees it
     * @param protocol IP protocol
     * @param port destination port; ICMP: the type
     */
    public record Question(
            int endpoint, int set, int identity, Direction direction, int protocol, int port) {}

    /**
     * One verdict.
     *
     * @param verdict what the rows say
     * @param noted it is a refusal that is only noted: the packet goes on
     * @param rule number of the rule that decided, 0 = none
     * @param match its match type
     */
    public record Answer(PolicyVerdict verdict, boolean noted, int rule, int match) {
        /** Whether the packet goes on. */
        public boolean passes() {
            return noted || !verdict.refuses();
        }
    }

    /** The answers in the order of the questions. */
    public List<Answer> ask(List<Question> questions) {
        List<Answer> answers = new ArrayList<>(questions.size());
        for (int from = 0; from < questions.size(); from += MOST) {
            run(questions.subList(from, Math.min(questions.size(), from + MOST)), answers);
        }
        return answers;
    }

    private void run(List<Question> questions, List<Answer> answers) {
        int size = PolicyQuery.CODEC.size();
        ByteBuffer packet =
                ByteBuffer.allocate(HEADER + questions.size() * size)
                        .order(ByteOrder.nativeOrder());
        for (int i = 0; i < questions.size(); i++) {
            PolicyQuery.CODEC.write(query(questions.get(i)), packet, HEADER + i * size);
        }
        TestRunResult result = program.testRun(TestRunRequest.of(packet.array()));
        if (result.retval() != questions.size()) {
            throw new IllegalStateException(
                    "%s answered %d of %d questions"
                            .formatted(PROGRAM, result.retval(), questions.size()));
        }
        ByteBuffer out = ByteBuffer.wrap(result.data()).order(ByteOrder.nativeOrder());
        for (int i = 0; i < questions.size(); i++) {
            answers.add(answer(PolicyQuery.CODEC.read(out, HEADER + i * size)));
        }
    }

    private static PolicyQuery query(Question question) {
        return PolicyQuery.ZERO
                .withEndpoint(question.endpoint())
                .withSet(question.set())
                .withIdentity(question.identity())
                .withDirection(question.direction().ordinal())
                .withProto(question.protocol())
                .withPort(question.port());
    }

    private static Answer answer(PolicyQuery query) {
        return new Answer(
                PolicyVerdict.values()[query.verdict() & ~NOTED],
                (query.verdict() & NOTED) != 0,
                query.rule(),
                query.match());
    }
}
