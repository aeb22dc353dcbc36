package org.vibrissa.hubble.cel.internal;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.CelFunctionBinding;
import java.util.List;

/**
 * The function {@code matches}, whose work is bounded. RE2 takes time in proportion to the text,
 * but its states need memory, and repetitions of repetitions multiply them.
 */
final class Regexes {
    static final String FUNCTION = "matches";

    private Regexes() {}

    /** Its two forms: of a text, and with the text as first argument. */
    static List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from("matches", String.class, String.class, Regexes::find),
                CelFunctionBinding.from(
                        "matches_string", String.class, String.class, Regexes::find));
    }

    private static Object find(String text, String regex) throws CelEvaluationException {
        try {
            if ((long) RegexStates.of(regex) * text.length() > CelLimits.REGEX_WORK) {
                throw new IllegalArgumentException("the text is too long for this expression");
            }
            return compile(regex).matcher(text).find();
        } catch (IllegalArgumentException e) {
            throw new CelEvaluationException(e.getMessage(), e, CelErrorCode.INVALID_ARGUMENT);
        }
    }

    /**
     * Compiles one.
     *
     * @throws IllegalArgumentException when it is wrong or too large
     */
    static Pattern compile(String regex) {
        if (regex.length() > CelLimits.REGEX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the regular expression is longer than "
                            + CelLimits.REGEX_CHARACTERS
                            + " characters");
        }
        if (RegexStates.of(regex) > CelLimits.REGEX_STATES) {
            throw new IllegalArgumentException(
                    "the regular expression has more than " + CelLimits.REGEX_STATES + " states");
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is no regular expression: " + e.getDescription(), e);
        }
    }
}
