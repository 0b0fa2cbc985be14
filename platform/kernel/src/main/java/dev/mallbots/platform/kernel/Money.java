package dev.mallbots.platform.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * An exact amount of the mall's one currency: up to 15 integer digits and four decimals, positive or negative.
 *
 * <p>Never rounded: an amount that does not fit is refused with {@link RuleBroken}. In JSON it is a plain number, in a column {@code
 * numeric(19,4)}, in protobuf a decimal string. Two amounts that differ only in trailing zeros are equal.
 *
 * @param amount with scale {@value #SCALE}
 */
public record Money(@JsonValue BigDecimal amount) implements Comparable<Money> {

    /** The number of decimals. */
    public static final int SCALE = 4;

    /** The largest distance between a number and the amount it stands for. */
    private static final BigDecimal NOISE = new BigDecimal("1e-9");

    private static final int DECIMALS_OF_NOISE = 9;

    /** The absolute value of every amount is smaller. */
    public static final BigDecimal LIMIT = BigDecimal.TEN.pow(15);

    public static final Money ZERO = new Money(BigDecimal.ZERO);

    public Money {
        Objects.requireNonNull(amount, "amount");
        if (amount.stripTrailingZeros().scale() > SCALE) {
            throw new RuleBroken("amount", "must have at most four decimals");
        }
        if (amount.abs().compareTo(LIMIT) >= 0) {
            throw new RuleBroken("amount", "must have at most fifteen integer digits");
        }
        amount = amount.setScale(SCALE, RoundingMode.UNNECESSARY);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Money of(BigDecimal amount) {
        return new Money(amount);
    }

    /**
     * @param amount a plain decimal such as {@code 12.50}; see {@link #meant} for more than four decimals
     * @throws RuleBroken if it is not a number or does not fit
     */
    public static Money of(String amount) {
        // BigDecimal accepts exponents, and expanding 1e999999999 would fill the heap
        if (!amount.matches("-?\\d{1,15}(\\.\\d{1,40})?")) {
            throw new RuleBroken("amount", "is not a number: '%s'".formatted(amount));
        }
        return new Money(meant(new BigDecimal(amount)));
    }

    /**
     * The amount behind a number that a client has computed in binary fractions, such as {@code 0.30000000000000004} for {@code 0.1 + 0.2}.
     * A number within 0.000000001 of an amount with four decimals stands for that amount.
     *
     * @return the number itself if it is near no amount; its size is not checked
     */
    public static BigDecimal meant(BigDecimal number) {
        if (number.scale() <= SCALE) {
            return number;
        }
        // so small that it stands for zero; expanding 1e-999999999 would fill the heap
        if ((long) number.precision() - number.scale() <= -DECIMALS_OF_NOISE) {
            return BigDecimal.ZERO;
        }
        BigDecimal nearest = number.setScale(SCALE, RoundingMode.HALF_EVEN);
        return nearest.subtract(number).abs().compareTo(NOISE) <= 0 ? nearest : number;
    }

    public Money plus(Money other) {
        return new Money(amount.add(other.amount));
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(other.amount));
    }

    public Money times(long factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)));
    }

    public boolean isNegative() {
        return amount.signum() < 0;
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isLessThan(Money other) {
        return compareTo(other) < 0;
    }

    public boolean isMoreThan(Money other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Money other) {
        return amount.compareTo(other.amount);
    }

    /** Without trailing zeros or an exponent: {@code 12.5}. */
    @Override
    public String toString() {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
