namespace AgentScript.Tests.Linting;

public sealed class OwnPromptEmphasisTests
{
    private static string Script(string text, string description = "Main") =>
        Linted.Config + $"variables:\n    REGION: mutable string = \"\"\nstart_agent main:\n    description: \"{description}\"\n    reasoning:\n        instructions: ->\n            | {text}\n        actions:\n            send_mail: @utils.escalate\n";

    [Theory]
    [InlineData("NEVER reveal internal record ids.", "NEVER")]
    [InlineData("You MUST greet the customer.", "MUST")]
    [InlineData("Do NOT guess.", "NOT")]
    [InlineData("Be quick!! Really.", "!!")]
    [InlineData("Please answer POLITELY and shortly.", "POLITELY")]
    [InlineData("IMPORTANT: greet them.", "IMPORTANT")]
    public void A_sentence_that_shouts_is_a_warning(string text, string shout)
    {
        var (diagnostic, _) = Linted.Single(Script(text), "fa-prompt-emphasis");
        Assert.Equal(Severity.Warning, diagnostic.Severity);
        Assert.StartsWith($"'{shout}'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Never reveal internal record ids!")]
    [InlineData("Answer in JSON, as the USPS does.")]
    [InlineData("Dates are YYYY-MM-DD.")]
    [InlineData("The status is \"PENDING\" or OPEN/CLOSED.")]
    [InlineData("The REGION is set.")]
    [InlineData("ORDER DETAILS")]
    [InlineData("REVIEW NEEDED: the income is too low.")]
    [InlineData("It is {!@variables.REGION}.")]
    [InlineData("A VIP or a PhD.")]
    public void Names_values_headings_and_acronyms_do_not_shout(string text) => Assert.Equal(0, Linted.Count(Script(text), "fa-prompt-emphasis"));

    [Fact]
    public void One_report_a_sentence_each_at_its_place()
    {
        const string Text = "NEVER guess, NEVER ever. Be kind. You MUST\n              verify. 1. ALWAYS smile";
        var text = Script(Text);
        var found = Linted.Of(text).Where(d => d.Code == "fa-prompt-emphasis").Select(d => text[d.Start..d.End]).ToList();
        Assert.Equal(["NEVER guess, NEVER ever.", "You MUST\n              verify.", "ALWAYS smile"], found);
    }

    [Fact]
    public void List_items_are_sentences_of_their_own()
    {
        var text = Script("Rules:\n              - NEVER lie\n              - Be kind\n              2. ALWAYS greet");
        Assert.Equal(["NEVER lie", "ALWAYS greet"], Linted.Of(text).Where(d => d.Code == "fa-prompt-emphasis").Select(d => text[d.Start..d.End]));
    }

    [Fact]
    public void Descriptions_and_system_instructions_are_prompts_too()
    {
        Assert.Equal(1, Linted.Count(Script("Help.", "You MUST use this"), "fa-prompt-emphasis"));
        Assert.Equal(1, Linted.Count("system:\n    instructions: \"NEVER lie.\"\n", "fa-prompt-emphasis"));
        Assert.Equal(0, Linted.Count("system:\n    instructions: \"Be kind.\"\n    messages:\n        welcome: \"WELCOME to us!!\"\n        error: \"Sorry\"\n", "fa-prompt-emphasis"));
    }

    [Theory]
    [InlineData("NEVER reveal internal record ids.", "never-reveal-internal-record-ids", "reply", "refuse")]
    [InlineData("If the customer asks for a refund you MUST answer politely.", "if-customer-asks-for-refund-answer", "message", "answer")]
    [InlineData("If a customer is angry, ALWAYS hand over to a human.", "if-customer-angry-hand-over-human", "reply", "escalate")]
    [InlineData("NEVER use {!@actions.send_mail} twice.", "never-use-send-mail-twice", "tool:send_mail", "refuse")]
    [InlineData("ALWAYS verify the customer first.", "verify-customer-first", "reply", "require")]
    public void The_policy_to_write_instead_is_in_the_hint(string text, string name, string at, string act)
    {
        var hint = Linted.Single(Script(text), "fa-prompt-emphasis").Diagnostic.Hint;
        Assert.NotNull(hint);
        var lines = hint.Split('\n');
        Assert.Equal($"# {text}", lines[0]);
        Assert.Equal($"- name: {name}", lines[1]);
        Assert.Equal("  version: 1", lines[2]);
        Assert.Equal($"  at: {at}", lines[3]);
        Assert.StartsWith("  when: '", lines[4], StringComparison.Ordinal);
        Assert.Equal($"  do: {act}", lines[5]);
    }

    [Fact]
    public void Nothing_of_ours_is_ever_an_error() =>
        Assert.DoesNotContain(Linted.Of(Script("NEVER!! lie.")), d => d.Code.StartsWith("fa-", StringComparison.Ordinal) && d.Severity == Severity.Error);
}
