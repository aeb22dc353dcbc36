package org.vibrissa.policy.internal.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.policy.internal.document.Validation;
import org.vibrissa.policy.internal.document.Validator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vibrissa policy validate}. */
@Component(service = CommandProvider.class)
public final class PolicyValidate extends PolicyCommand {
    private final Validator validator;

    @Activate
    public PolicyValidate(@Reference Validator validator) {
        super("policy validate", "vibrissa policy validate -f rule1.yaml");
        this.validator = validator;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(validator, invocation);
    }

    @Command(
            description = {
                "Says every problem of policies with file, line and path, and what each rule means.",
                "Nothing is stored. Exit code 1 when there is a problem."
            })
    private static final class Run implements Callable<Integer> {
        private final Validator validator;
        private final Invocation invocation;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "File, folder, or - for standard input; repeatable.")
        private List<String> files = List.of();

        @Parameters(arity = "0..*", paramLabel = "FILE", description = "As with -f.")
        private List<String> more = List.of();

        Run(Validator validator, Invocation invocation) {
            this.validator = validator;
            this.invocation = invocation;
        }

        @Override
        public Integer call() {
            List<String> all = new ArrayList<>(files);
            all.addAll(more);
            if (all.isEmpty()) {
                throw CommandFailed.usage(
                        "no file given", "vibrissa policy validate -f rule1.yaml");
            }
            List<Validation> said = validator.validate(ClientTexts.read(invocation, all));
            invocation.print(said, out -> said.forEach(one -> print(one, out)));
            return said.stream().allMatch(one -> one.problems().isEmpty()) ? 0 : 1;
        }

        private static void print(Validation one, PrintWriter out) {
            int problems = one.problems().size();
            String verdict = problems == 1 ? "1 problem" : problems + " problems";
            out.println(one.title() + ": " + (problems == 0 ? "valid" : verdict));
            one.problems().forEach(finding -> out.println("  " + finding));
            one.warnings().forEach(finding -> out.println("  warning: " + finding));
            if (problems == 0) {
                one.policies().forEach(policy -> MeaningText.print(policy, out));
            }
        }
    }
}
