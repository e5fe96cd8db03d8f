using System.Net;
using System.Text.RegularExpressions;

namespace AuthMd.Tests.Drivers;

/// <summary>Somebody at a browser without script: opens links, reads pages, submits the forms that are there.</summary>
/// <param name="account">Null: not signed in.</param>
public sealed partial class Person(Service service, Account? account)
{
    public async Task<Answer> OpenAsync(string uri)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(uri, UriKind.RelativeOrAbsolute));
        return await SendAsync(request);
    }

    /// <summary>Submits the page's form with this action, as it is and with what was typed.</summary>
    public Task<Answer> SubmitAsync(Answer page, string action, params (string Name, string Value)[] typed)
    {
        var form = Forms().Matches(page.Text).Single(form => form.Groups["action"].Value == action);
        return PostAsync(action, [.. Inputs().Matches(form.Value).Select(input => (input.Groups["name"].Value, WebUtility.HtmlDecode(input.Groups["value"].Value))), .. typed]);
    }

    public async Task<Answer> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(action, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        if (account is not null) request.Headers.Add(HeaderSignIn.Header, account.Id);
        return await Answer.OfAsync(await service.Agent.SendAsync(request));
    }

    [GeneratedRegex("""<form[^>]* action="(?<action>[^"]*)".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex Inputs();
}
