using System.Text.RegularExpressions;
using FunctionsAgent.Tests.Drivers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FunctionsAgent.Tests.Peers;

/// <summary>The chat page in a real browser against the whole product.</summary>
[Trait("Category", "Peers")]
public sealed class ChatPageInChromiumTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly Regex Shipped = new("Your order #W1001 has shipped and is expected on .+ The tracking number is [A-Z]{2}\\d+");

    [Fact]
    public async Task A_customer_asks_sees_the_answer_and_finds_it_again_after_a_reload()
    {
        await using var host = await AgentHost.StartAsync();
        var page = await chromium.OpenAsync(host);
        var troubles = Troubles(page);
        await page.GotoAsync("/");

        await AskAsync(page, "Where is my order #W1001?");
        await Expect(page.Locator(".turn.agent .text")).ToHaveTextAsync(Shipped);
        await Expect(page.Locator(".turn.customer .text")).ToHaveTextAsync("Where is my order #W1001?");
        await Expect(page.GetByLabel("Your message")).ToBeFocusedAsync();

        await page.ReloadAsync();
        await Expect(page.Locator(".turn.agent .text")).ToHaveTextAsync(Shipped);
        await AskAsync(page, "How do I return it?");
        await Expect(page.Locator(".turn.agent .text").Nth(1)).ToContainTextAsync("You can return anything within 30 days");
        await Expect(page.Locator(".turn")).ToHaveCountAsync(4);
        Assert.Empty(troubles);
    }

    [Fact]
    public async Task A_hand_off_is_shown_and_a_later_message_is_kept_for_the_person()
    {
        await using var host = await AgentHost.StartAsync();
        var page = await chromium.OpenAsync(host);
        var troubles = Troubles(page);
        await page.GotoAsync("/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for a person" }).ClickAsync();
        await Expect(page.Locator("#who")).ToHaveTextAsync("Passed to a person");
        await Expect(page.Locator(".turn.agent .text")).ToContainTextAsync("I am passing this to a person");
        await AskAsync(page, "It is about a lamp.");
        await Expect(page.Locator(".turn.agent .text").Nth(1)).ToContainTextAsync("I have added this for the person");
        Assert.Empty(troubles);
    }

    [Fact]
    public async Task A_conversation_that_is_gone_is_begun_anew()
    {
        await using var host = await AgentHost.StartAsync();
        var page = await chromium.OpenAsync(host);
        // Before the page's own script runs: a page that is open writes down what it has when it is left.
        await page.AddInitScriptAsync($"sessionStorage.setItem('chat:{AgentHost.Agent}', JSON.stringify({{ session: {{ id: 'A'.repeat(43), token: 'x' }}, outbox: [] }}))");
        await page.GotoAsync("/");

        await Expect(page.GetByText("Your earlier conversation has ended.")).ToBeVisibleAsync();
        await AskAsync(page, "Where is my order #W1001?");
        await Expect(page.Locator(".turn.agent .text")).ToHaveTextAsync(Shipped);
    }

    [Theory]
    [InlineData(320, 640)]
    [InlineData(1280, 800)]
    public async Task The_page_fits_its_window_and_says_what_everything_is(int width, int height)
    {
        await using var host = await AgentHost.StartAsync();
        var page = await chromium.OpenAsync(host, width, height, width < 400 ? ColorScheme.Dark : ColorScheme.Light);
        var troubles = Troubles(page);
        await page.GotoAsync("/");
        await AskAsync(page, "Where is my order #W1001? " + new string('x', 300));
        await Expect(page.Locator(".turn.agent .text")).ToHaveTextAsync(Shipped);

        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("", await page.EvaluateAsync<string>(Unnamed));
        Assert.Equal("en", await page.EvaluateAsync<string>("document.documentElement.lang"));
        await Expect(page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Retail support");
        await Expect(page.GetByRole(AriaRole.Log, new() { Name = "Conversation" })).ToHaveAttributeAsync("aria-live", "polite");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Your message" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeInViewportAsync();
        Assert.Empty(troubles);
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"chat-{width}.png") });
    }

    [Fact]
    public async Task The_whole_page_is_used_with_the_keyboard_alone()
    {
        await using var host = await AgentHost.StartAsync();
        var page = await chromium.OpenAsync(host);
        await page.GotoAsync("/");

        await Expect(page.GetByLabel("Your message")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Where is my order");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("#W1001?");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".turn.customer .text")).ToHaveTextAsync("Where is my order\n#W1001?");
        await Expect(page.Locator(".turn.agent .text")).ToHaveTextAsync(Shipped);

        var reached = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.id"));
        }
        Assert.Equal(["log", "person", "send", "text"], reached.Where(id => id.Length > 0).Distinct().Order());
    }

    [Theory]
    [InlineData("I want to talk to a person")]
    [InlineData("Goodbye!")]
    public async Task Where_it_ends_it_asks_how_it_was_and_is_answered_with_the_keyboard_alone(string last)
    {
        await using var host = await AgentHost.StartAsync();
        var page = await chromium.OpenAsync(host, 320, 640);
        var troubles = Troubles(page);
        await page.GotoAsync("/");
        await AskAsync(page, "Where is my order #W1001?");
        await Expect(page.Locator(".turn.agent .text")).ToHaveTextAsync(Shipped);
        await Expect(page.Locator("#survey")).ToBeHiddenAsync();

        await AskAsync(page, last);
        await Expect(page.Locator("#survey")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Your message")).ToBeFocusedAsync();
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal("", await page.EvaluateAsync<string>(Unnamed));
        for (var i = 0; i < 30 && await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label') || ''") != "4 of 5, good"; i++) await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#asked")).ToHaveTextAsync("Thank you.");
        await page.GetByLabel("What should we know?").FocusAsync();
        await page.Keyboard.TypeAsync("Quick answer");
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "chat-survey.png") });
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#survey")).ToBeHiddenAsync();

        var conversation = await page.EvaluateAsync<string>($"JSON.parse(sessionStorage.getItem('chat:{AgentHost.Agent}')).session.id");
        var answers = (await host.LogAsync(conversation)).Of("SurveyAnswered");
        Assert.Equal([("4", null), ("4", "Quick answer")], answers.Select(e => (e.Text("score"), e.Said("comment"))));
        await page.ReloadAsync();
        await Expect(page.Locator(".turn.agent .text").First).ToHaveTextAsync(Shipped);
        await Expect(page.Locator("#survey")).ToBeHiddenAsync();
        Assert.Empty(troubles);
    }

    /// <summary>Controls without a name, and ids used twice: none.</summary>
    private const string Unnamed = """
        (() => {
          const named = e => (e.labels && e.labels.length) || e.getAttribute('aria-label') || e.textContent.trim();
          const bad = [...document.querySelectorAll('button, a, input, textarea, select')].filter(e => !named(e)).map(e => e.outerHTML);
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          bad.push(...ids.filter((id, i) => ids.indexOf(id) !== i));
          for (const e of document.querySelectorAll('[aria-describedby], label[for]'))
            for (const id of (e.getAttribute('aria-describedby') || e.htmlFor).split(' ')) if (!document.getElementById(id)) bad.push('no ' + id);
          bad.push(...[...document.querySelectorAll('button')].filter(b => b.offsetHeight && Math.min(b.offsetHeight, b.offsetWidth) < 24).map(b => 'small ' + b.id));
          return bad.join('; ');
        })()
        """;

    private static async Task AskAsync(IPage page, string question)
    {
        await page.GetByLabel("Your message").FillAsync(question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    /// <summary>What the console complains about, violations of the content security policy among it.</summary>
    private static List<string> Troubles(IPage page)
    {
        var troubles = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") troubles.Add(message.Text);
        };
        page.PageError += (_, error) => troubles.Add(error);
        return troubles;
    }
}
