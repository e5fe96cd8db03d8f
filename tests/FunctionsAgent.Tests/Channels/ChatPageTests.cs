using System.Text.RegularExpressions;
using FunctionsAgent.Channels;

namespace FunctionsAgent.Tests.Channels;

public sealed class ChatPageTests
{
    [Fact]
    public void The_page_is_whole_and_only_its_own_script_may_run()
    {
        var (html, csp) = ChatPage.Render("retail-support");
        var nonce = Regex.Match(csp, "script-src 'nonce-([^']+)'").Groups[1].Value;
        Assert.Equal(2, Regex.Count(html, Regex.Escape($"nonce=\"{nonce}\"")));
        Assert.Equal(2, Regex.Count(html, "<(script|style)\\b"));
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", csp, StringComparison.Ordinal);
        // Nothing from elsewhere, no inline handlers or styles that the policy would stop, no markup made from text.
        Assert.Empty(Regex.Matches(html, "(src|href)=\"(?!data:)|\\son[a-z]+=|\\sstyle=|innerHTML|insertAdjacentHTML|document\\.write|eval\\("));
        Assert.Contains("data-agent=\"retail-support\"", html, StringComparison.Ordinal);
        Assert.Contains("<h1>Retail support</h1>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_answer_has_a_nonce_of_its_own() => Assert.NotEqual(ChatPage.Render("a").Csp, ChatPage.Render("a").Csp);

    [Fact]
    public void A_name_is_text() => Assert.DoesNotContain("<b>", ChatPage.Render("\"><b>x").Html, StringComparison.Ordinal);

    [Theory]
    [InlineData("<form ")]
    [InlineData("<label for=\"text\">")]
    [InlineData("role=\"log\" aria-live=\"polite\"")]
    [InlineData("role=\"status\"")]
    [InlineData("prefers-color-scheme: dark")]
    [InlineData("prefers-reduced-motion: reduce")]
    [InlineData("noopener noreferrer nofollow")]
    [InlineData("lang=\"en\"")]
    public void What_makes_it_usable_for_all_is_there(string part) => Assert.Contains(part, ChatPage.Render("a").Html, StringComparison.Ordinal);
}
