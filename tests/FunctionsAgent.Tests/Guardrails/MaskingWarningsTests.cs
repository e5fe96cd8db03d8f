using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Tests.Guardrails;

public sealed class MaskingWarningsTests
{
    private static readonly Masking Masking = new(["email", "us-passport"], ["customer.name"], [new("member", "M-[0-9]{6}")]);

    [Fact]
    public void What_the_agent_reads_and_a_model_will_not_see_is_named() =>
        Assert.Equal(
            ["customer (customer.name)", "customer.email_address (email)", "customer.name (customer.name)", "customer.name.first (customer.name)", "variables.member (member)", "variables.us_passport (us-passport)"],
            MaskingWarnings.Of(Masking, ["@customer.name", "customer.name", "customer.name.first", "customer", "customer.email_address", "variables.member", "variables.us_passport", "customer.names", "customer.state", "order.id"])
                .Select(warning => $"{warning.Field} ({warning.By})"));

    [Fact]
    public void Without_masking_nothing_is_lost() => Assert.Empty(MaskingWarnings.Of(Masking.None, ["customer.name", "customer.email"]));
}
