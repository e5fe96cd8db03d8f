namespace AgentScript.Linting.Own;

/// <summary>What shouts in a sentence: words in capitals that are no names, and doubled exclamation marks.</summary>
internal static class Emphasis
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Strong = Words("NEVER ALWAYS MUST NOT ONLY IMPORTANT CRITICAL CRITICALLY WARNING CANNOT MANDATORY REQUIRED STRICTLY IMMEDIATELY ABSOLUTELY EXACTLY STOP DONT");

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Acronyms = Words(
        "JSON HTTP HTTPS HTML XHTML YAML TOML UUID GUID IBAN SWIFT ISBN ISSN SMTP IMAP MIME GDPR DSGVO HIPAA CCPA COPPA USPS ASCII UTF IEEE BANT CRUD REST SOAP OAUTH SAML OIDC TOTP MFA "
        + "IVR SMS MMS VOIP FAQ FAQS ASAP TBD YYYY YYMM MMDD HHMM DDTHH UTC PDF XLSX DOCX PPTX JPEG MPEG MIDI ANSI NIST SOX FINRA ACORD FNOL CPAP EHR EMR PHI PII SSN VIN EIN IATA ICAO PNR CRM ERP "
        + "NASA NATO UNICEF EMEA APAC LATAM USMCA SQL SOQL APEX LWC OMNI NPS CSAT SLA SLAS KPI KPIS ROI API APIS URL URLS URI SKU SKUS RFID NFC GNSS WIFI LAN VPN DNS TLS SSH SFTP AWS GCP");

    /// <summary>The first thing that shouts, or an empty span.</summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> sentence, NodeNames names)
    {
        var found = ReadOnlySpan<char>.Empty;
        var hasSmallLetter = false;
        var label = Label(sentence);
        var lastBrace = sentence.LastIndexOf('}');
        for (var i = 0; i < sentence.Length; i++)
        {
            var character = sentence[i];
            if (character == '{' && i < lastBrace)
            {
                i += sentence[i..].IndexOf('}');
                continue;
            }
            if (character == '!' && i + 1 < sentence.Length && sentence[i + 1] == '!') return sentence[i..(i + 2)];
            var end = Word.End(sentence, i);
            if (end == i) continue;
            var word = sentence[i..end];
            hasSmallLetter |= word.IndexOfAnyInRange('a', 'z') >= 0;
            if (Strong.Contains(word)) return word;
            if (found.IsEmpty && i >= label && word.Length >= 4 && word.IndexOfAnyExceptInRange('A', 'Z') < 0 && !Acronyms.Contains(word) && !IsValue(sentence, i, end) && !names.Contains(word)) found = word;
            i = end - 1;
        }
        return hasSmallLetter ? found : default;
    }

    /// <summary>The length of a beginning in capitals before a colon: <c>REVIEW NEEDED:</c>.</summary>
    private static int Label(ReadOnlySpan<char> sentence)
    {
        var colon = sentence.IndexOf(':');
        return colon > 0 && sentence[..colon].IndexOfAnyInRange('a', 'z') < 0 ? colon : 0;
    }

    /// <summary>A value, a format or a heading in capitals: quoted, joined to something, or before a colon.</summary>
    private static bool IsValue(ReadOnlySpan<char> sentence, int start, int end)
    {
        var before = start == 0 ? ' ' : sentence[start - 1];
        var after = end == sentence.Length ? ' ' : sentence[end];
        return before is '"' or '\'' or '`' or '-' or '/' or '<' or '[' or '.' or '@' or '$' or '=' or '’' || after is '"' or '\'' or '`' or '-' or '/' or '>' or ']' or ':' or '=' or '(';
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(string words) =>
        new HashSet<string>(words.Split(' '), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
