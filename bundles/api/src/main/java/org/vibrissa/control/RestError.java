package org.vibrissa.control;

/**
 * An error answer: {@code {"error":{"code","message","field","nextStep"}}}, empty parts left out.
 */
public final class RestError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String field;
    private final String nextStep;

    public RestError(int status, String code, String message) {
        this(status, code, message, "", "");
    }

    /**
     * An error with all its parts.
     *
     * @param status HTTP status, 400..599
     * @param code stable word for programs, snake_case: {@code not_found}, {@code invalid}
     * @param message what failed, on what
     * @param field the field at fault, such as {@code spec.addresses[0]}; empty for none
     * @param nextStep what would help; empty for none
     */
    public RestError(int status, String code, String message, String field, String nextStep) {
        super(message);
        this.status = status;
        this.code = code;
        this.field = field;
        this.nextStep = nextStep;
    }

    public static RestError notFound(String message) {
        return new RestError(404, "not_found", message);
    }

    public static RestError invalid(String message, String field) {
        return new RestError(400, "invalid", message, field, "");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String field() {
        return field;
    }

    public String nextStep() {
        return nextStep;
    }
}
