namespace AgentScript.Tests.Linting;

/// <summary>Texts that are made to take long.</summary>
public sealed class OwnLoadTests
{
    private const int Many = 150_000;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Prompts => new()
    {
        string.Concat(Enumerable.Repeat("{@", Many)),
        string.Concat(Enumerable.Repeat("NEVER {! ", Many / 3)),
        "NEVER" + new string('\n', Many) + "              x",
        string.Concat(Enumerable.Repeat("city. NEVER! ", Many / 10)),
        new string('!', Many),
        new string('A', Many),
        string.Concat(Enumerable.Repeat("1. ", Many / 3)),
    };

    [Theory]
    [MemberData(nameof(Prompts))]
    public async Task A_prompt_is_read_in_time_however_odd(string prompt)
    {
        var text = Linted.Config + "variables:\n    city: mutable string = \"\"\nstart_agent main:\n    description: \"M\"\n    reasoning:\n        instructions: ->\n            | " + prompt + "\n";
        var diagnostics = await Task.Run(() => Linted.Of(text)).WaitAsync(Hang);
        Assert.Contains(diagnostics, d => d.Code == "fa-no-way-out");
    }

    [Fact]
    public async Task Many_tools_and_many_shouting_sentences_cost_no_product_of_both()
    {
        var tools = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"            tool_{i}: @utils.escalate\n"));
        var prompt = string.Concat(Enumerable.Repeat("            | You MUST greet WARMLY.\n", 5_000));
        var text = "start_agent main:\n    description: \"M\"\n    reasoning:\n        instructions: ->\n" + prompt + "        actions:\n" + tools;
        var diagnostics = await Task.Run(() => Linted.Of(text)).WaitAsync(Hang);
        Assert.Equal(5_000, diagnostics.Count(d => d.Code == "fa-prompt-emphasis"));
    }
}
