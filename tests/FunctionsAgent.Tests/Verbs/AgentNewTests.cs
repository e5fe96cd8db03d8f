using System.Text.Json;

namespace FunctionsAgent.Tests.Verbs;

/// <summary>A newcomer's first five minutes: what <c>agent new</c> writes is right as it stands.</summary>
public sealed class AgentNewTests : IDisposable
{
    private readonly AgentVerbs agent = new();

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task A_new_agent_has_nothing_to_lint_or_to_format()
    {
        Assert.Equal((0, "1 script: 0 errors, 0 warnings, 0 notes\n", ""), await agent.RunAsync("agent", "lint", agent.Package));
        Assert.Equal((0, "1 of 1 as they should be\n", ""), await agent.RunAsync("agent", "format", agent.Package, "--check"));
    }

    [Fact]
    public async Task A_new_agent_passes_its_tests_and_they_take_every_branch()
    {
        var (code, output, error) = await agent.RunAsync("agent", "test", agent.Package);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("7 tests, 0 failed\n", output, StringComparison.Ordinal);
        Assert.Contains("(100 %)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_agent_answers_when_it_is_served_from_its_folder()
    {
        var (code, output, error) = await agent.RunAsync("send", "Where is my order #W1001?", "--agents", agent.Package);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("Your order #W1001 is shipped.\nconversation ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_agent_talks_in_the_terminal_to_the_end_of_the_input()
    {
        var (code, output) = await agent.TalkAsync("Where is my order?\n\n1001\nI want a person\n", "--trace");

        Assert.Equal(0, code);
        Assert.Equal(
            """
              intent order_status 40
              enter order_status 38
              ask order_number 65
            Which order is it? The number begins with W, like #W1001, and stands in your confirmation mail.
              collected order_number 65
              run get_order 67
              set status 69
              branch else 76
            Your order #W1001 is shipped.
              intent person 28
              enter person 26
              escalate person 34
            I am passing this to a person, with everything you told me. They will get back to you.
            (A person takes over: the customer asked for a person.)

            """, output);
    }

    [Fact]
    public async Task What_is_there_already_stays_as_it_is()
    {
        File.WriteAllText(agent.Script, "mine");
        var (code, _, error) = await agent.RunAsync("agent", "new", AgentVerbs.Name, "--dir", Path.GetDirectoryName(agent.Package)!);

        Assert.Equal(2, code);
        Assert.Contains("exists already", error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(agent.Script));
    }

    [Theory]
    [InlineData("Desk")]
    [InlineData("1desk")]
    [InlineData("a_b")]
    [InlineData("../desk")]
    [InlineData("")]
    public async Task A_name_that_no_agent_can_have_is_refused(string name)
    {
        var (code, _, error) = await agent.RunAsync("agent", "new", name);

        Assert.Equal(2, code);
        Assert.Contains("no agent's name", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_odd_hyphens_still_makes_a_script_that_lints_clean()
    {
        var folder = Path.GetDirectoryName(agent.Package)!;
        var (code, output, _) = await agent.RunAsync("agent", "new", "a--9-", "--dir", folder, "--json");
        var made = JsonDocument.Parse(output).RootElement;

        Assert.Equal((0, 6), (code, made.GetProperty("files").GetArrayLength()));
        Assert.Equal("1 script: 0 errors, 0 warnings, 0 notes\n", (await agent.RunAsync("agent", "lint", made.GetProperty("folder").GetString()!)).Output);
    }
}
