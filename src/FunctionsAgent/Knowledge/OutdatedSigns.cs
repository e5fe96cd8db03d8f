using System.Globalization;
using System.Text.RegularExpressions;

namespace FunctionsAgent.Knowledge;

/// <summary>Sentences whose time is over by their own dates: they speak of what is valid, or of what will be, and the day is past. What tells of the past stays true.</summary>
internal static partial class OutdatedSigns
{
    /// <summary>Why the sentence is out of date; null: it is not, or does not say.</summary>
    public static string? Of(string sentence, DateOnly today)
    {
        foreach (var date in ClaimDates.Of(sentence))
        {
            if (date.End is not { } end || end >= today) continue;
            var before = sentence[..date.Start].TrimEnd(' ', '(');
            var day = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var said = sentence.Substring(date.Start, date.Length);
            if (Until().IsMatch(before) && !IsOfThePast(before, sentence)) return $"It speaks of something that ended: \"{said}\" was over on {day}.";
            if (IsOfThePast(before, sentence)) continue;
            if (From().IsMatch(before) || (Ahead().IsMatch(sentence) && date.Year > 0)) return $"It announces something for \"{said}\", which was over on {day}.";
            if (Valid().IsMatch(sentence) || NewIn().IsMatch(before)) return $"It calls something new or valid in \"{said}\", which was over on {day}.";
        }

        return null;
    }

    /// <summary>Why a title or a heading is out of date: the year in it has gone by.</summary>
    public static string? OfTitle(string title, DateOnly today)
    {
        foreach (var date in ClaimDates.Of(title))
        {
            if (date.End is not { } end || end >= today) continue;
            var before = title[..date.Start].TrimEnd(' ', '(');
            if (!Historic().IsMatch(before) && !History().IsMatch(title)) return $"The year in its title has gone by: \"{title.Substring(date.Start, date.Length)}\".";
        }

        return null;
    }

    /// <summary>The day as of which an article says it is written: "Last updated: May 2023", "Version 2 of 14 August 2022". Null where it does not.</summary>
    public static DateOnly? Edition(Article article)
    {
        DateOnly? latest = null;
        foreach (var section in article.Sections)
            foreach (var (start, length) in ClaimReader.Sentences(section.Text))
            {
                var sentence = section.Text.Substring(start, length);
                if (!Edited().IsMatch(sentence)) continue;
                foreach (var date in ClaimDates.Of(sentence))
                    if (date.End is { } end && (latest is null || end > latest)) latest = end;
            }

        return latest;
    }

    private static bool IsOfThePast(string before, string sentence) =>
        Historic().IsMatch(before) || (Past().IsMatch(sentence) && !Ahead().IsMatch(sentence)) || Participle().IsMatch(before);

    [GeneratedRegex(@"\b(until|till|til|through|thru|by|no later than|up to( and including)?|ends?( on| in)?|ending( on| in)?|expires?( on| in)?|expiring( on| in)?|closes?( on| in)?|deadline( is)?:?|last (day|date)( is)?:?|valid (to|in|for))(\s(the\s)?(end|middle|beginning|start)\sof)?(\s(the|late|early|mid|on))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Until();

    [GeneratedRegex(@"(^|[,;:]\s)(as\s(of|from)|from|starting(\s(from|in|on))?|beginning(\s(in|on))?|effective(\s(from|as of))?|with effect from)(\s(the|late|early|mid))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex From();

    [GeneratedRegex(@"\b(new|latest|updated)\s(in|for|from|since)(\s(the|late|early))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex NewIn();

    [GeneratedRegex(@"\b(will|shall|going to|plan(s|ned)? to|is planned|are planned|planned for|upcoming|coming|soon|(is|are) (expected|scheduled|due)|next (spring|summer|autumn|fall|winter|year|month)|starts|begins|starting|launches|opens|closes|arrives)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Ahead();

    [GeneratedRegex(@"\b(valid|apply|applies|applicable|in force|currently|now|temporarily|at present|at the moment|presently|today|this (year|season|spring|summer|autumn|winter)|for the time being)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Valid();

    [GeneratedRegex(@"\b(was|were|had|did|been|won|began|founded|established|introduced|used to|no longer)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Past();

    [GeneratedRegex(@"\b(since|before|prior to|founded in|established in|after)(\s(the|late|early))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Historic();

    /// <summary>"Models sold until 2021 have": a participle that no "is" or "will be" makes a statement of today.</summary>
    [GeneratedRegex(@"(?<!\b(is|are|be|being|not|currently|temporarily|remains?)\s)\b(?!valid|need|speed|feed)(\w+ed|sold|bought|built|made|sent|begun)\s(until|till|through|by|from|up to|in|on)(\s(the\s)?(end|beginning)\sof)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Participle();

    [GeneratedRegex(@"\b(history|archive|anniversary|award|review of|report)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex History();

    [GeneratedRegex(@"\b(last (updated|changed|modified|reviewed|edited)|updated( on)?:?|version|edition|revision|revised|as of|status|dated)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Edited();
}
