"""An online social-insurance service system after LD/T 01-2020 (社会保险网上经办服务系统)."""
